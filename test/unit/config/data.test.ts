import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../server/src/config/data/json.ts';
import type { DataResult } from '../../../server/src/config/data/result.ts';
import { parseYaml } from '../../../server/src/config/data/yaml.ts';
import { toPython } from '../../../server/src/config/serialize/python.ts';
import { type DictValue, slotAt, type Value, valueAt } from '../../../server/src/config/values.ts';
import { type Place, SourceText } from '../../../server/src/text/source.ts';

const yaml = (text: string) => parseYaml(new SourceText('/c.yml', text));
const json = (text: string) => parseJson(new SourceText('/c.json', text));

function loaded(result: DataResult): Value {
  expect(result.errors).toEqual([]);
  if (!result.value) throw new Error('nothing was read');
  return result.value;
}

function errorOf(result: DataResult): string | undefined {
  return result.errors[0]?.error;
}

const python = (text: string) => toPython(loaded(yaml(text)));

describe('YAML scalars are those of PyYAML', () => {
  it.each([
    ['1e-4', "'1e-4'"],
    ['1e+4', "'1e+4'"],
    ['1.0e4', "'1.0e4'"],
    ['1.0e-4', '0.0001'],
    ['.5', '0.5'],
    ['5.', '5.0'],
    ['1_000', '1000'],
    ['010', '8'],
    ['08', "'08'"],
    ['0o17', "'0o17'"],
    ['0x1F', '31'],
    ['0b101', '5'],
    ['1:30', '90'],
    ['1:30.5', '90.5'],
    ['-190:20:30', '-685230'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
    ['yes', 'True'],
    ['Off', 'False'],
    ['y', "'y'"],
    ['tRue', "'tRue'"],
    ['~', 'None'],
    ['', 'None'],
    ['None', "'None'"],
    ['-.inf', "float('-inf')"],
    ["'12'", "'12'"],
    ['!!str 12', "'12'"],
    ['! 12', '12'],
    ['!!float 1e-4', '0.0001'],
    ['!!int "12"', '12'],
    ['!!binary aGVsbG8=', "b'hello'"],
    ['2001-01-02', 'datetime.date(2001, 1, 2)'],
    ['!!python/tuple [1, [2]]', '(1, [2])'],
    ['!!omap [{a: 1}]', "[('a', 1)]"],
    ['!!set {a}', "{'a'}"],
    ['[{a: 1}, [b: 2]]', '[dict(a=1), [dict(b=2)]]'],
  ])('%s', (text, expected) => expect(python(`x: ${text}`)).toBe(`dict(x=${expected})`));

  it('takes keys of any hashable type, and the last of equal ones', () => {
    expect(python('1: a\ntrue: b\nx: c\n1.0: d')).toBe("{1: 'd', 'x': 'c'}");
  });

  it('reads text blocks, also at the end of a file without a line end', () => {
    expect(python('a: |\n  x\n  y\n')).toBe("dict(a='x\\ny\\n')");
    expect(python('a: |\n  x\n  y')).toBe("dict(a='x\\ny')");
    expect(python('a: >-\n  x\n  y\n')).toBe("dict(a='x y')");
  });

  it('lets lines in brackets and quotes start at the margin', () => {
    expect(python('a: [\n1, # one\n2\n]\nb: {\n"c": 3\n}\nd: "e\nf"')).toBe("dict(a=[1, 2], b=dict(c=3), d='e f')");
  });

  it('is None for an empty file', () => expect(python('# nothing\n')).toBe('None'));
});

describe('YAML anchors and merge keys', () => {
  it('shares what an alias names', () => {
    const config = loaded(yaml('a: &x {b: 1}\nc: *x'));
    expect(valueAt(config, ['c'])).toBe(valueAt(config, ['a']));
  });

  it('lets a mapping override what it merges, wherever the merge key stands', () => {
    expect(python('a: &a {x: 1, y: 2}\nb: {y: 3, <<: *a, z: 4}')).toBe('dict(a=dict(x=1, y=2), b=dict(x=1, y=3, z=4))');
    expect(python('a: &a {x: 1}\nb: &b {x: 2}\nc: {<<: [*a, *b]}')).toBe('dict(a=dict(x=1), b=dict(x=2), c=dict(x=1))');
  });

  it('remembers what an entry overrides', () => {
    const slot = slotAt(loaded(yaml('a: &a {x: 1}\nb: {<<: *a, x: 2}')), ['b', 'x']);
    expect(slot?.overrides?.value).toMatchObject({ kind: 'int', value: 1 });
  });

  it('reads an alias bomb in no time', () => {
    const lines = [
      'l0: &l0 [x, x]',
      ...Array.from({ length: 60 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`)}]`),
    ];
    expect((loaded(yaml(lines.join('\n'))) as DictValue).entries.size).toBe(61);
  });

  it('leaves a mapping open when its merge keys are a bomb', () => {
    const lines = [
      'l0: &l0 {x: 1}',
      ...Array.from({ length: 30 }, (_, i) => `l${i + 1}: &l${i + 1} {<<: [${Array(9).fill(`*l${i}`)}]}`),
    ];
    const last = valueAt(loaded(yaml(lines.join('\n'))), ['l30']) as DictValue;
    expect(last.open?.kind).toBe('unknown');
  });
});

describe('what Python refuses', () => {
  it.each([
    ['a: b: c', 'ScannerError'],
    ['a:\n\tb: 1', 'ScannerError'],
    ['a: "x', 'ScannerError'],
    ['a: @x', 'ScannerError'],
    ['a\nb: 1', 'ScannerError'],
    ['a: [1, 2\nb: 3', 'ParserError'],
    ['a:\n  b: 1\n c: 2', 'ParserError'],
    ['a: *x', 'ComposerError'],
    ['a: &x 1\nb: &x 2', 'ComposerError'],
    ['a: 1\n---\nb: 2', 'ComposerError'],
    ['a: !foo 1', 'ConstructorError'],
    ['a: !!str [b]', 'ConstructorError'],
    ['? [a]\n: b', 'ConstructorError'],
    ['a: {<<: 1}', 'ConstructorError'],
    ['a: =', 'ConstructorError'],
    ['a: !!int x', 'ValueError'],
    ['a: 2001-13-45', 'ValueError'],
    ['a: !!bool x', 'KeyError'],
    ['a: \u0001', 'ReaderError'],
    ['a: &x [*x]', 'RecursionError'],
  ])('%j is %s', (text, error) => expect(errorOf(yaml(text))).toBe(error));

  it('does not overflow', () => expect(errorOf(yaml(`a: ${'['.repeat(5000)}`))).toBe('RecursionError'));

  it('keeps what could be read', () => {
    const { value, errors } = yaml('a: 1\nb: !foo 2\nc: 3');
    expect(errors[0]?.place).toEqual({ path: '/c.yml', start: 13, end: 14 });
    expect(value && valueAt(value, ['c'])).toMatchObject({ value: 3 });
  });

  it('does not guess at what Python would import', () => {
    expect(valueAt(loaded(yaml('a: !!python/name:os.path.join')), ['a'])?.kind).toBe('unknown');
  });
});

describe('JSON is that of Python', () => {
  it.each([
    ['{"a": 1, "b": 2, "a": 3}', 'dict(a=3, b=2)'],
    ['[1.0, 1, 1e5, -0, -0.0, 12345678901234567890]', '[1.0, 1, 100000.0, 0, -0.0, 12345678901234567890]'],
    ['[NaN, Infinity, -Infinity]', "[float('nan'), float('inf'), float('-inf')]"],
    [' {"\\u00e9\\n": [true, false, null]} ', "{'é\\n': [True, False, None]}"],
    ['"\\ud83d\\ude00"', "'😀'"],
  ])('%s', (text, expected) => expect(toPython(loaded(json(text)))).toBe(expected));

  it.each([
    ['', 'Expecting value: line 1 column 1 (char 0)'],
    ['\ufeff{}', 'Unexpected UTF-8 BOM (decode using utf-8-sig): line 1 column 1 (char 0)'],
    ['{"a": 1,}', 'Expecting property name enclosed in double quotes: line 1 column 9 (char 8)'],
    ['[1,]', 'Expecting value: line 1 column 4 (char 3)'],
    ['{"a" 1}', "Expecting ':' delimiter: line 1 column 6 (char 5)"],
    ['[1 2]', "Expecting ',' delimiter: line 1 column 4 (char 3)"],
    ['{"a": 01}', "Expecting ',' delimiter: line 1 column 8 (char 7)"],
    ['{}\n// no', 'Extra data: line 2 column 1 (char 3)'],
    ['["a\nb"]', 'Invalid control character at: line 1 column 4 (char 3)'],
    ['["\\x"]', 'Invalid \\escape: line 1 column 3 (char 2)'],
    ['["\\u12"]', 'Invalid \\uXXXX escape: line 1 column 4 (char 3)'],
    ['["😀', 'Unterminated string starting at: line 1 column 2 (char 1)'],
    ['["😀", x]', 'Expecting value: line 1 column 7 (char 6)'],
    ['{\r\n"a": x}', 'Expecting value: line 2 column 6 (char 7)'],
  ])('%j', (text, message) => {
    expect(json(text).errors).toMatchObject([{ error: 'JSONDecodeError', message }]);
  });

  it('does not overflow', () => expect(errorOf(json('['.repeat(100_000)))).toBe('RecursionError'));
});

describe('places', () => {
  const text =
    'train_cfg: &t\n  by_epoch: true # why\n  steps: [1, {a: b}]\nempty:\nval: *t\nlast:\n  - x: 1\n  -  y\n\n# end\n';
  const slice = (place: Place | undefined) => place && text.slice(place.start, place.end);
  const config = loaded(yaml(text));

  it('frames entries, keys and values', () => {
    const slot = slotAt(config, ['train_cfg', 'by_epoch']);
    expect([slice(slot?.at), slice(slot?.keyAt), slice(slot?.valueAt)]).toEqual(['by_epoch: true', 'by_epoch', 'true']);
    expect(slice(slotAt(config, ['train_cfg', 'steps', 1])?.at)).toBe('{a: b}');
    expect(slice(valueAt(config, ['train_cfg'])?.at)).toBe('by_epoch: true # why\n  steps: [1, {a: b}]');
    expect(slice(slotAt(config, ['empty'])?.at)).toBe('empty:');
    expect(slice(valueAt(config, ['last'])?.at)).toBe('- x: 1\n  -  y');
  });

  it('shows an alias where it is used and its value where it was written', () => {
    const slot = slotAt(config, ['val']);
    expect(slice(slot?.valueAt)).toBe('*t');
    expect(slot?.value.at).toEqual(valueAt(config, ['train_cfg'])?.at);
  });

  it('lists comments', () => expect(yaml(text).comments.map(slice)).toEqual(['# why', '# end']));

  it('frames JSON', () => {
    const source = '{"a": {"b": [1, "x"]}}';
    const slot = slotAt(loaded(json(source)), ['a', 'b']);
    const cut = (place: Place | undefined) => place && source.slice(place.start, place.end);
    expect([cut(slot?.at), cut(slot?.keyAt), cut(slot?.valueAt)]).toEqual(['"b": [1, "x"]', '"b"', '[1, "x"]']);
    expect(cut(slotAt(loaded(json(source)), ['a', 'b', 1])?.at)).toBe('"x"');
  });

  it('leads back from substituted text', () => {
    const shift = ({ start, end }: { start: number; end: number }) => ({ start: start + 100, end: end + 100 });
    expect(parseYaml(new SourceText('/c.yml', 'a: 1'), shift).value?.at).toEqual({
      path: '/c.yml',
      start: 100,
      end: 104,
    });
    expect(parseJson(new SourceText('/c.json', '{"a": }'), shift).errors[0]?.place.start).toBe(106);
  });
});
