import { Writable } from 'node:stream';

/**
 * Where a JSON-RPC writer writes each message as two chunks, header and body: they go on as one, since a write to a pipe
 * takes longer than most answers.
 */
export function wholeMessages(output: Writable): Writable {
  let header: Buffer | undefined;
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (header === undefined) {
        header = chunk;
        done();
        return;
      }
      const message = Buffer.concat([header, chunk]);
      header = undefined;
      output.write(message, done);
    },
  });
}
