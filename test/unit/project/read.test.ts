import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { readSettings } from '../../../server/src/project/read.ts';
import { projectSchema } from '../../../server/src/project/schema.ts';
import { applyEdits } from '../../../server/src/text/source.ts';

/** Problems as `marked text: message`. */
function problems(text: string, name = 'mmlens.toml'): string[] {
  return (readSettings(`/p/${name}`, text)?.problems ?? []).map(
    ({ span, message }) => `${text.slice(span.start, span.end)}: ${message}`,
  );
}

describe('a project file that is right', () => {
  test('gives its settings', () => {
    const text = `
exclude = ["legacy/**"]
iters-per-epoch = 7330
numbers = "expressions"
schedulers = "convert-to-iter-based"
search-path = ["../mmdetection"]
python = ".venv"
baseline = "mmlens-baseline.json"

[rules]
sampler-none = "off"
val-only-at-end = "warning"
`;
    expect(readSettings('/p/mmlens.toml', text)).toEqual({
      settings: {
        exclude: ['legacy/**'],
        'iters-per-epoch': 7330,
        numbers: 'expressions',
        schedulers: 'convert-to-iter-based',
        'search-path': ['../mmdetection'],
        python: '.venv',
        baseline: 'mmlens-baseline.json',
        rules: { 'sampler-none': 'off', 'val-only-at-end': 'warning' },
      },
      problems: [],
    });
  });

  test('may be empty', () => {
    expect(readSettings('/p/mmlens.toml', '')).toEqual({ settings: {}, problems: [] });
  });

  test('may be a table of pyproject.toml, and only that table counts', () => {
    const text = '[project]\nname = "x"\n[tool.ruff]\nexclude = 3\n[tool.mmlens.rules]\nsampler-none = "off"\n';
    expect(readSettings('/p/pyproject.toml', text)?.settings).toEqual({ rules: { 'sampler-none': 'off' } });
    expect(readSettings('/p/pyproject.toml', '[project]\nname = "x"\n')).toBeUndefined();
    expect(readSettings('/p/pyproject.toml', '[project]\nname = "mmlens"\n')).toBeUndefined();
  });
});

describe('what is wrong', () => {
  test('an unknown setting, with what was probably meant, and the right ones still count', () => {
    const text = 'exlude = ["a"]\niters_per_epoch = 5\nbaseline = "b.json"\nnonsense = 1\n';
    expect(problems(text)).toEqual([
      'exlude: `exlude` is not a setting; did you mean `exclude`?',
      'iters_per_epoch: `iters_per_epoch` is not a setting; did you mean `iters-per-epoch`?',
      expect.stringMatching(/^nonsense: `nonsense` is not a setting\. The settings are `rules`, /),
    ]);
    expect(readSettings('/p/mmlens.toml', text)?.settings).toEqual({ baseline: 'b.json' });
  });

  test('an unknown rule, and a setting that no rule takes', () => {
    const text = '[rules]\n"sampler-nnoe" = "off"\nval-only-at-end = "warn"\nsampler-missing = "info"\n';
    expect(problems(text)).toEqual([
      'sampler-nnoe: There is no rule `sampler-nnoe`; did you mean `sampler-none`?',
      'val-only-at-end: The setting of a rule is one of "error", "warning", "info", "hint", "off"; this is `"warn"`.',
    ]);
    expect(readSettings('/p/mmlens.toml', text)?.settings).toEqual({ rules: { 'sampler-missing': 'info' } });
  });

  test.each([
    ['exclude = "a"', 'exclude: `exclude` takes a list of patterns'],
    ['exclude = [\n  "a",\n  3,\n]', 'exclude: `exclude` takes a list of patterns'],
    ['exclude = ["[z-a]"]', 'exclude: `exclude` takes a list of patterns'],
    ['iters-per-epoch = 0', 'iters-per-epoch: `iters-per-epoch` takes a whole number'],
    ['iters-per-epoch = 1.5', 'iters-per-epoch: `iters-per-epoch` takes a whole number'],
    ['[iters-per-epoch]\n"a/**" = "many"', 'a/**: `iters-per-epoch` takes a whole number'],
    ['rules = 3', 'rules: `rules` takes a table'],
    ['python = ["a"]', 'python: `python` takes the path'],
    ['[[search-path]]\na = 1', 'search-path: `search-path` takes a list of folders'],
  ])('%j', (text, message) => {
    expect(problems(`# first\n\n${text}\n`)).toEqual([expect.stringContaining(message)]);
  });

  test('in pyproject.toml the place is the one in our table', () => {
    const text = '[tool.other]\nexlude = 1\n[tool.mmlens]\nexlude = 1\n';
    const [problem] = readSettings('/p/pyproject.toml', text)?.problems ?? [];
    expect(problem?.span.start).toBe(text.lastIndexOf('exlude'));
  });

  test('text that is not TOML, at the place where it stops to be', () => {
    const text = '[rules]\nsampler-none = off\n';
    const [problem] = readSettings('/p/mmlens.toml', text)?.problems ?? [];
    expect(problem?.message).toMatch(/^This is not TOML: .*\.$/);
    expect(text.slice(0, problem?.span.start).split('\n')).toHaveLength(2);
    expect(problems('[project\n', 'pyproject.toml')).toEqual([]);
    expect(problems('[tool.mmlens]\n[project\n', 'pyproject.toml')).toHaveLength(1);
  });

  test('a name that is probably meant is one fix away', () => {
    const text = 'exlude = ["a"]\n[rules]\nsampler-nnoe = "off"\n';
    const fixes = readSettings('/p/mmlens.toml', text)?.problems.flatMap(({ fix }) => fix?.edits ?? []) ?? [];
    expect(applyEdits(text, fixes)).toBe('exclude = ["a"]\n[rules]\nsampler-none = "off"\n');
  });
});

describe('the schema for editors', () => {
  const schema = JSON.parse(readFileSync(new URL('../../../docs/mmlens.schema.json', import.meta.url), 'utf8'));
  const validate = new Ajv().compile(schema);

  test.each([
    [{ rules: { 'sampler-none': 'off' }, exclude: ['a'], 'iters-per-epoch': { 'a/**': 5 } }, true],
    [{ rules: { 'sampler-nnoe': 'off' } }, false],
    [{ rules: { 'sampler-none': 'of' } }, false],
    [{ exlude: [] }, false],
    [{ 'iters-per-epoch': 0 }, false],
  ])('agrees with the reader on %j', (settings, isValid) => {
    expect(validate(settings)).toBe(isValid);
    expect(projectSchema.safeParse(settings).success).toBe(isValid);
  });
});
