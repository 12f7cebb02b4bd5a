import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { BROKEN_CHILD, EPOCH_CONFIG, folderWith, mmlens } from './support.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../fixtures/sarif-2.1.0-part.schema.json', import.meta.url), 'utf8'),
);
const ajv = new Ajv({ allErrors: true });
ajv.addFormat('uri', (text: string) => URL.canParse(text));
// RFC 3986: nothing that would have to be encoded, and a colon in the first segment only after a scheme.
ajv.addFormat(
  'uri-reference',
  (text: string) => /^[\w.~:/?#[\]@!$&'()*+,;=%-]*$/.test(text) && URL.canParse(text, 'x:///y/'),
);
const validate = ajv.compile(schema);

/** What the schema has against a log; empty when it is valid. */
function faults(log: unknown): readonly string[] {
  return validate(log) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const sarif = (files: Readonly<Record<string, string>>) =>
  JSON.parse(mmlens(folderWith(files), 'check', '--format', 'sarif').stdout);

describe('mmlens check --format sarif', () => {
  test('is valid with findings, related places and names that a URI has to encode', () => {
    const log = sarif({
      'a b#ü:%/base.py': EPOCH_CONFIG,
      'a b#ü:%/child.py': BROKEN_CHILD,
      'bad.yaml': '_base_: [./gone.yaml]\n',
      'hint.py': 'train_cfg = dict(by_epoch=True, max_epochs=12, val_interval=20)  # mmlens: ignore[sampler-none]\n',
      'broken.py': "_base_ = './x.py'\nmodel = dict(type='A'\n",
    });
    expect(faults(log)).toEqual([]);
    const [{ results }] = log.runs;
    expect(new Set(results.map(({ level }: { level: string }) => level))).toEqual(new Set(['error', 'note']));
    expect(results.some((result: object) => 'relatedLocations' in result)).toBe(true);
    expect(results[0].locations[0].physicalLocation.artifactLocation.uri).toBe('a%20b%23%C3%BC%3A%25/child.py');
  });

  test('is valid without any finding', () => {
    const log = sarif({ 'base.py': EPOCH_CONFIG });
    expect(faults(log)).toEqual([]);
    expect(log.runs[0].results).toEqual([]);
  });

  test('names only rules that it describes', () => {
    const [{ tool, results }] = sarif({ 'base.py': EPOCH_CONFIG, 'child.py': BROKEN_CHILD }).runs;
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
  });

  test('the schema tells what is wrong', () => {
    const log = sarif({ 'base.py': EPOCH_CONFIG, 'child.py': BROKEN_CHILD });
    const [result] = log.runs[0].results;
    const place = result.locations[0].physicalLocation;
    place.region.startLine = 0;
    place.artifactLocation.uri = 'a b.py';
    result.level = 'info';
    delete result.message;
    log.version = '2.0.0';
    expect(faults(log)).toHaveLength(5);
  });
});
