import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RepeatedStatements } from '../../server/src/python/plain/repeated.ts';
import { parsePlain } from '../../server/src/python/plain/statements.ts';
import { configsOf, packages } from '../oracle/support/environment.ts';
import { parser } from '../support/memory.ts';
import { spelledOut } from '../support/trees.ts';

test.each([...packages()])('the plain reader gives for %s what the grammar gives', (name, root) => {
  const repeated = new RepeatedStatements();
  const files = configsOf(root);
  let read = 0;
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    const plain = parsePlain(text);
    if (!plain) continue;
    read++;
    expect(plain, file).toEqual(parser.parseByGrammar(text));
    const again = parsePlain(text, repeated);
    expect(again && spelledOut(again), file).toEqual(plain);
  }
  console.log(`${name}: ${read} of ${files.length} configs are plain`);
  expect(read).toBeGreaterThan(files.length * 0.9);
});
