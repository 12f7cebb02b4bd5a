import type { CancellationToken, Connection } from 'vscode-languageserver';
import { grouped } from '../text/numbers.ts';
import { basename } from '../text/paths.ts';
import type { CountOptions } from '../training/epochLength/counter.ts';

/** What a hover waits for; anything larger is counted for a conversion only. */
export const QUICK_BYTES = 8 * 1024 * 1024;

const MILLION = 1e6;

/** Shows while `count` runs what is being counted; stopping it there stops the counting alone. */
export async function withProgress<T>(
  connection: Connection,
  token: CancellationToken,
  count: (options: CountOptions) => Promise<T>,
): Promise<T> {
  // An editor that refuses is served without.
  const progress = await connection.window.createWorkDoneProgress().catch(() => undefined);
  let isShown = false;
  try {
    return await count({
      isCancelled: () => token.isCancellationRequested || progress?.token.isCancellationRequested === true,
      onProgress: ({ path, done, of }) => {
        if (!isShown) progress?.begin('Counting samples', 0, undefined, true);
        isShown = true;
        const name = basename(path);
        if (of === undefined) progress?.report(`${name}: ${grouped(done)}`);
        else progress?.report(Math.floor((100 * done) / of), `${name}: ${Math.round(done / MILLION)} MB`);
      },
    });
  } finally {
    if (isShown) progress?.done();
  }
}
