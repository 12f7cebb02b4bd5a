import { chmodSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { EXIT_FOUND, Failure } from './exit.ts';
import { shown } from './output.ts';

export interface Change {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

interface Prepared extends Change {
  /** Where a link leads: the link itself stays. */
  readonly target: string;
  readonly temporary: string;
}

/**
 * Writes all files or none: each new text is put beside its file first, and takes its place when all are there and no file
 * was changed by somebody else in the meantime.
 */
export function writeAll(changes: readonly Change[]): void {
  const prepared: Prepared[] = [];
  const replaced: Prepared[] = [];
  try {
    for (const change of changes) prepared.push(prepare(change));
    for (const { target, path, before } of prepared)
      if (readFileSync(target, 'utf8') !== before)
        throw new Failure(`${shown(path)} was changed while it was being converted; nothing was written`, EXIT_FOUND);
    for (const file of prepared) {
      renameSync(file.temporary, file.target);
      replaced.push(file);
    }
  } catch (error) {
    for (const { target, before } of replaced) writeFileSync(target, before);
    if (error instanceof Failure) throw error;
    throw new Failure(`${error instanceof Error ? error.message : String(error)}; nothing was written`, EXIT_FOUND);
  } finally {
    for (const { temporary } of prepared) rmSync(temporary, { force: true });
  }
}

function prepare(change: Change): Prepared {
  const target = realpathSync(change.path);
  const temporary = `${target}.mmlens-${process.pid}`;
  writeFileSync(temporary, change.after, { flag: 'wx' });
  // The mode that a new file is given is cut by the umask.
  chmodSync(temporary, statSync(target).mode);
  return { ...change, target, temporary };
}
