import { EventEmitter } from 'node:events';
import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { reportOnAll } from '../../../server/src/cli/jobs.ts';
import { Thread, threadsFor } from '../../../server/src/cli/thread.ts';
import { EPOCH_CONFIG, folderWith } from './support.ts';

/** A thread that ends as soon as it is given something to do, or before. */
class Dying extends EventEmitter {
  ref(): void {}
  unref(): void {}
  postMessage(): void {
    setImmediate(() => this.emit('exit', 1));
  }
}

test('a thread that dies is an error, and no file goes missing in silence', async () => {
  const folder = folderWith({ 'a.py': EPOCH_CONFIG, 'b.py': EPOCH_CONFIG });
  const targets = ['a.py', 'b.py'].map((name) => ({ path: `${folder}/${name}`, named: true }));
  const dying = new Dying();
  const thread = new Thread(dying as unknown as Worker);
  await expect(reportOnAll(targets, {}, 2, [thread])).rejects.toThrow('a thread ended before it was through');
  const dead = new Dying();
  const ended = new Thread(dead as unknown as Worker);
  dead.emit('exit', 0);
  await expect(reportOnAll(targets, {}, 2, [ended])).rejects.toThrow('with status 0');
  const alone = await reportOnAll(targets, {}, 1, []);
  expect(alone.map(({ path }) => path.split('/').at(-1))).toEqual(['a.py', 'b.py']);
});

test('a few files are worth one thread, and no number of files more than eight', () => {
  expect([0, 1, 399].map(threadsFor)).toEqual([1, 1, 1]);
  expect(threadsFor(400)).toBe(Math.min(2, availableParallelism()));
  expect(threadsFor(1_000_000)).toBe(Math.min(8, availableParallelism()));
});
