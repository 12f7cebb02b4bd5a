import { EventEmitter } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { reportOnAll } from '../../../server/src/cli/jobs.ts';
import { EPOCH_CONFIG, folderWith } from './support.ts';

/** A thread that ends as soon as it is given something to do. */
class Dying extends EventEmitter {
  ref(): void {}
  postMessage(): void {
    setImmediate(() => this.emit('exit', 1));
  }
}

test('a thread that dies is an error, and no file goes missing in silence', async () => {
  const folder = folderWith({ 'a.py': EPOCH_CONFIG, 'b.py': EPOCH_CONFIG });
  const targets = ['a.py', 'b.py'].map((name) => ({ path: `${folder}/${name}`, named: true }));
  const dying = new Dying() as unknown as Worker;
  await expect(reportOnAll(targets, {}, 2, dying)).rejects.toThrow('a thread ended before it was through');
  const alone = await reportOnAll(targets, {}, 1, undefined);
  expect(alone.map(({ path }) => path.split('/').at(-1))).toEqual(['a.py', 'b.py']);
});
