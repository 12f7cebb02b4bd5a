import { epochEvidence, epochFormula } from '../features/epochLength.ts';
import type { Lens } from '../service.ts';
import { basename } from '../text/paths.ts';
import type { Place } from '../text/source.ts';
import type { CountOptions } from '../training/epochLength/counter.ts';
import type { EpochLength } from '../training/epochLength/result.ts';
import { shown } from './output.ts';

/**
 * How long an epoch is, as far as that can be worked out, and how to say it; nothing is taken unasked.
 * @param command what to run again with the number
 */
export async function explainEpochLength(lens: Lens, path: string, command: readonly string[]): Promise<string[]> {
  const length = await countedLength(lens, path);
  const { parts, remarks } = epochEvidence(length, (place) => placeName(lens, place));
  const evidence = parts.map((part) => `  ${part}`);
  if (!('value' in length))
    return [
      ...evidence,
      `${length.unknown} Give the number with \`--iters-per-epoch N\`, or write it into the file as a comment: ` +
        '`# mmlens: iters-per-epoch=N`.',
    ];
  return [
    `It is ${epochFormula(length)}:`,
    ...evidence,
    ...remarks,
    `If that is right, say so: ${quoted([...command, '--iters-per-epoch', String(length.value)])}`,
    `or write it into the file as a comment: # mmlens: iters-per-epoch=${length.value}`,
  ];
}

async function countedLength(lens: Lens, path: string): Promise<EpochLength> {
  let length = lens.epochLength(path);
  while (await lens.countSamples({ onProgress: showProgress })) length = lens.epochLength(path);
  clearProgress();
  return length;
}

function placeName(lens: Lens, place: Place): string {
  return `${shown(place.path)}:${lens.rangeOf(place).start.line + 1}`;
}

const CLEAR_LINE = '\r\u001b[K';

/** For people alone: a log shows no progress. */
const showProgress: NonNullable<CountOptions['onProgress']> = ({ path, done, of }) => {
  if (!process.stderr.isTTY) return;
  const far = of === undefined ? String(done) : `${Math.floor((100 * done) / of)} %`;
  process.stderr.write(`${CLEAR_LINE}mmlens: counting samples in ${basename(path)}: ${far}`);
};

function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write(CLEAR_LINE);
}

/** As a shell takes it. */
function quoted(words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
}
