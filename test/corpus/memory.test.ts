import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { dataFiles } from '../../server/src/node/dataFiles.ts';
import { disk } from '../../server/src/node/disk.ts';
import { packageLocator } from '../../server/src/node/packages.ts';
import type { PythonParser } from '../../server/src/python/index.ts';
import { createLens, type Lens } from '../../server/src/service.ts';
import { configsOf, packages, withPackages } from '../oracle/support/environment.ts';
import { parser } from '../support/memory.ts';
import { chance, randomNumbers } from '../support/random.ts';
import { randomSlips } from '../support/randomConfigs.ts';

/** MMLENS_CASES configs of each package are asked about; MMLENS_SEED makes other ones. */
const CASES = Number(process.env.MMLENS_CASES ?? 150);
const SEED = Number(process.env.MMLENS_SEED ?? 1);
const POSITIONS = 12;

/** Knows no text but the one it is given. */
const forgetful: PythonParser = {
  parse: (text, originalSpan) => parser.parseByGrammar(text, originalSpan),
  open: (text) => {
    const document = {
      text,
      module: parser.parseByGrammar(text),
      update: (next: string) => {
        document.text = next;
        document.module = parser.parseByGrammar(next);
      },
      dispose: () => {},
    };
    return document;
  },
};

function lensWith(reader: PythonParser): Lens {
  return createLens({
    files: disk,
    parser: reader,
    environment: process.env,
    packages: (files) => packageLocator(files, { interpreter: undefined, searchPaths: [], folders: [] }),
    data: { files: dataFiles, roots: [] },
    settings: { everything: true },
  });
}

test.each([...packages()])('what was read before makes no difference to what is said of %s', async (_, root) => {
  Object.assign(process.env, withPackages());
  const random = randomNumbers(SEED);
  const lucky = chance(random);
  const paths = configsOf(root);
  const before = lensWith(parser);
  for (let count = 0; count < CASES; count++) {
    // The runner wants to hear from its tests now and then.
    await setImmediate();
    const path = paths[Math.floor(random() * paths.length)] ?? '';
    let text = randomSlips(lucky, readFileSync(path, 'utf8'));
    if (lucky.once(2)) text = `# ${'moved '.repeat(Math.floor(random() * 20))}\n${text}`;
    const offsets = Array.from({ length: POSITIONS }, () => Math.floor(random() * text.length));
    expect(answers(before, path, text, offsets), path).toEqual(answers(lensWith(forgetful), path, text, offsets));
  }
});

function answers(lens: Lens, path: string, text: string, offsets: readonly number[]): unknown {
  lens.open(path, text);
  const { loaded } = lens.check(path);
  const range = loaded.source.rangeOf({ start: 0, end: text.length });
  const target = { uri: `file://${path}`, version: 1, documentChanges: true, changeAnnotations: false };
  const positions = offsets.map((offset) => loaded.source.positionAt(offset));
  const said = {
    diagnostics: lens.diagnostics(path),
    hints: lens.inlayHints(path, range),
    links: lens.documentLinks(path),
    status: lens.status(path),
    hovers: positions.map((position) => lens.hover(path, position)),
    definitions: positions.map((position) => lens.definition(path, position)),
    actions: lens.codeActions(path, {
      range,
      diagnostics: lens.diagnostics(path),
      only: undefined,
      automatic: false,
      target,
      commands: false,
    }),
  };
  lens.close(path);
  return said;
}
