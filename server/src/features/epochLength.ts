import { grouped } from '../text/numbers.ts';
import type { Place } from '../text/source.ts';
import type { Certainty, EpochLength, Part } from '../training/epochLength/result.ts';
import type { Analysis, FeatureContext } from './context.ts';
import { code, placeLink } from './markdown.ts';

/** The length of an epoch as a formula, `at most` and `about` included. */
export function epochFormula({ formula, certainty }: Extract<EpochLength, { value: number }>): string {
  return `${BEFORE[certainty]}${formula}`;
}

const BEFORE: Readonly<Record<Certainty, string>> = { exact: '', 'at most': 'at most ', about: 'presumably ' };

/**
 * A line for each number that went into the length of an epoch, with where it comes from, then what is doubtful.
 * @param placeName what a place is called: `coco_detection.py:41`
 */
export function epochEvidence(
  { parts, remarks }: EpochLength,
  placeName: (place: Place) => string,
): { readonly parts: readonly string[]; readonly remarks: readonly string[] } {
  return { parts: parts.map((part) => partText(part, placeName)), remarks };
}

function partText({ name, value, certainty, origin }: Part, placeName: (place: Place) => string): string {
  const where = origin.place ? placeName(origin.place) : (origin.url ?? '');
  const count = `${certainty === 'at most' ? 'at most ' : ''}${grouped(value)}`;
  return `${name} ${count}: ${origin.text}${where === '' ? '' : ` (${where})`}`;
}

/** What to ask a person who has to know the number: the formula with its sources, or how to find it out. */
export function epochLengthPrompt(length: EpochLength, placeName: (place: Place) => string): string {
  const { parts, remarks } = epochEvidence(length, placeName);
  if (!('value' in length)) return [PROMPT, HOW_TO_FIND_OUT, length.unknown].join(' ');
  return [PROMPT, `Worked out: ${epochFormula(length)}, with ${parts.join('; ')}.`, ...remarks].join(' ');
}

const PROMPT = 'How many iterations are one epoch?';
const HOW_TO_FIND_OUT =
  'It is the number of training samples divided by the total batch size (batch size times GPUs), rounded up: ' +
  '`len(train_dataloader)`, which the log of an epoch-based run prints as `Epoch(train) [1][50/7330]`.';

/** For a hover: how long an epoch is, and why. */
export function epochLengthMeaning(context: FeatureContext): string[] {
  const length = context.epochLength();
  const { parts, remarks } = epochEvidence(length, (place) => placeLink(place, context));
  const said = saidOtherwise(context.analysis, length);
  if (!('value' in length)) return said === undefined ? [] : [said];
  const list = parts.map((part) => `- ${part}`).join('\n');
  const head = `One epoch is ${BEFORE[length.certainty]}**${grouped(length.value)} iterations**: ${code(length.formula)}`;
  return [
    `${head}\n\n${list}`,
    ...(remarks.length > 0 ? [remarks.join(' ')] : []),
    ...(said === undefined ? [] : [said]),
  ];
}

function saidOtherwise({ itersPerEpoch }: Analysis, length: EpochLength): string | undefined {
  if (itersPerEpoch === undefined) return undefined;
  const value = grouped(itersPerEpoch);
  if (!('value' in length)) return `Counted with ${value} iterations per epoch, as the file or the settings say.`;
  if (length.value === itersPerEpoch) return undefined;
  return `The file's comment or the settings say ${value} iterations per epoch, which is what counts here.`;
}
