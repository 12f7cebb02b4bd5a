import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { BROKEN_CHILD, EPOCH_CONFIG, folderWith } from './support.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/* What pre-commit installs is what `npm pack` makes of a clone. */
test('the npm package holds all that the command line needs', () => {
  const folder = folderWith({ 'base.py': EPOCH_CONFIG, 'child.py': BROKEN_CHILD });
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], { cwd: ROOT });
  const [archive = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  execFileSync('tar', ['-xzf', archive], { cwd: folder });
  const { status, stdout } = spawnSync(process.execPath, ['package/dist/cli.js', 'check', 'base.py', 'child.py'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(stdout).toContain('train-cfg-type-and-by-epoch');
  expect(status).toBe(1);
});

test('what V8 compiled ahead is taken no notice of where it does not fit', () => {
  const folder = folderWith({ 'base.py': EPOCH_CONFIG, 'child.py': BROKEN_CHILD });
  cpSync(`${ROOT}dist`, `${folder}/dist`, { recursive: true });
  writeFileSync(`${folder}/dist/cli.short.cache`, 'from another world');
  const { status, stderr } = spawnSync(process.execPath, ['dist/cli.js', 'check', 'base.py', 'child.py'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(1);
});
