/** Nothing to complain about. */
export const EXIT_OK = 0;
/** Something was found, or could not be done. */
export const EXIT_FOUND = 1;
/** Bad usage, or a path that cannot be read. */
export const EXIT_USAGE = 2;

/** Stops a command with words for the user and an exit status. */
export class Failure extends Error {
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}
