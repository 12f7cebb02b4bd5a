import { grouped } from '../text/numbers.ts';
import { basename, dirname } from '../text/paths.ts';
import type { Place } from '../text/source.ts';
import type { Unit } from '../training/plan.ts';
import type { FeatureContext } from './context.ts';
import { uriOf } from './uri.ts';

/** `text` as code in a line of Markdown, whatever it contains. */
export function code(text: string): string {
  const ticks = Math.max(0, ...[...text.matchAll(/`+/g)].map((match) => match[0].length));
  const fence = '`'.repeat(ticks + 1);
  return ticks > 0 ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`;
}

/** A place for people: `this file:12`, `_base_/datasets/coco_detection.py:41`. */
export function placeName(place: Place, context: FeatureContext): string {
  const line = context.rangeOf(place).start.line + 1;
  return `${place.path === context.analysis.loaded.path ? 'this file' : shortPath(place.path)}:${line}`;
}

/** A link to a place: `[_base_/schedules/schedule_1x.py:2](file:///…#L2)`. */
export function placeLink(place: Place, context: FeatureContext): string {
  const line = context.rangeOf(place).start.line + 1;
  return `[${placeName(place, context)}](${uriOf(place.path)}#L${line})`;
}

/** The name of a file with the two folders above it, which tell the schedules of a repository apart. */
export function shortPath(path: string): string {
  const folder = dirname(path);
  return [basename(dirname(folder)), basename(folder), basename(path)].filter((part) => part !== '').join('/');
}

/** `12 epochs`, `1 iteration`, `90,000 iterations`. */
export function amount(count: number, unit: Unit): string {
  const noun = unit === 'epoch' ? 'epoch' : 'iteration';
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}
