import type { Curve } from '../lr.ts';
import { shown } from '../output.ts';

/** Long runs are written in pieces, so that they are never one string. */
const ROWS = 10_000;

export function* csv({ lr }: Curve): Iterable<string> {
  yield 'iteration,lr\n';
  yield* pieces(lr, (value, iteration) => `${iteration},${value}\n`);
}

export function* json({ path, itersPerEpoch, lr }: Curve): Iterable<string> {
  const count = itersPerEpoch === undefined ? 'null' : String(itersPerEpoch);
  yield `{"path": ${JSON.stringify(path)}, "itersPerEpoch": ${count}, "iters": ${lr.length}, "lr": [`;
  yield* pieces(lr, (value, iteration) => (iteration === 0 ? String(value) : `, ${value}`));
  yield ']}\n';
}

function* pieces(lr: Float64Array, row: (value: number, iteration: number) => string): Iterable<string> {
  for (let start = 0; start < lr.length; start += ROWS) {
    let text = '';
    for (let i = start; i < Math.min(start + ROWS, lr.length); i++) text += row(lr[i] ?? 0, i);
    yield text;
  }
}

const COLUMNS = 72;
const LINES = 12;

/** A small chart for the terminal, and the values where the curve turns. */
export function* text({ path, lr, itersPerEpoch }: Curve): Iterable<string> {
  const { top } = extent(lr);
  const epochs = itersPerEpoch === undefined ? '' : `, ${itersPerEpoch} an epoch`;
  yield `${shown(path)}: ${lr.length} iterations${epochs}\n`;
  if (lr.length === 0) return;
  const columns = sampled(lr, Math.min(COLUMNS, lr.length));
  const label = (value: number): string => value.toPrecision(3).padStart(9);
  for (let line = LINES; line >= 1; line--) {
    const cells = columns.map(({ high }) => (high >= ((line - 0.5) / LINES) * top && top > 0 ? '█' : ' ')).join('');
    yield `${line === LINES ? label(top) : ' '.repeat(9)} │${cells.trimEnd()}\n`;
  }
  yield `${label(0)} └${'─'.repeat(columns.length)}\n`;
  yield `first ${lr[0]}, highest ${top}, last ${lr[lr.length - 1]}\n`;
}

const WIDTH = 800;
const HEIGHT = 300;
const MARGIN = { left: 70, right: 15, top: 15, bottom: 35 };

/** A drawing of the curve; of a long run, the highest and lowest value within each pixel. */
export function* svg({ lr }: Curve): Iterable<string> {
  const { top } = extent(lr);
  const x = (iteration: number): string =>
    (MARGIN.left + (iteration / Math.max(1, lr.length - 1)) * plotWidth).toFixed(1);
  const y = (value: number): string => (MARGIN.top + (1 - (top > 0 ? value / top : 0)) * plotHeight).toFixed(1);
  const plotWidth = WIDTH - MARGIN.left - MARGIN.right;
  const plotHeight = HEIGHT - MARGIN.top - MARGIN.bottom;
  const points = sampled(lr, Math.min(plotWidth, lr.length)).flatMap(({ first, low, high, last, start, end }) => [
    `${x(start)},${y(first)}`,
    ...(end - start > 2 ? [`${x((start + end) / 2)},${y(high)}`, `${x((start + end) / 2)},${y(low)}`] : []),
    `${x(end)},${y(last)}`,
  ]);
  const bottom = HEIGHT - MARGIN.bottom;
  const label = 'font-family="sans-serif" font-size="12" fill="#555"';
  yield `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Learning rate by iteration">\n`;
  yield `<path d="M${MARGIN.left} ${MARGIN.top}V${bottom}H${WIDTH - MARGIN.right}" fill="none" stroke="#999"/>\n`;
  yield `<text x="${MARGIN.left - 8}" y="${MARGIN.top + 10}" text-anchor="end" ${label}>${top.toPrecision(3)}</text>\n`;
  yield `<text x="${MARGIN.left - 8}" y="${bottom}" text-anchor="end" ${label}>0</text>\n`;
  yield `<text x="${WIDTH - MARGIN.right}" y="${bottom + 20}" text-anchor="end" ${label}>${lr.length} iterations</text>\n`;
  yield `<polyline fill="none" stroke="#1f77b4" stroke-width="1.5" points="${points.join(' ')}"/>\n</svg>\n`;
}

interface Bucket {
  readonly start: number;
  readonly end: number;
  readonly first: number;
  readonly last: number;
  readonly low: number;
  readonly high: number;
}

function sampled(lr: Float64Array, buckets: number): Bucket[] {
  return Array.from({ length: buckets }, (_, index) => {
    const start = Math.floor((index * lr.length) / buckets);
    const end = Math.max(start, Math.floor(((index + 1) * lr.length) / buckets) - 1);
    const { bottom, top } = extent(lr.subarray(start, end + 1));
    return { start, end, first: lr[start] ?? 0, last: lr[end] ?? 0, low: bottom, high: top };
  });
}

function extent(lr: Float64Array): { readonly bottom: number; readonly top: number } {
  let bottom = Number.POSITIVE_INFINITY;
  let top = 0;
  for (const value of lr) {
    if (value < bottom) bottom = value;
    if (value > top) top = value;
  }
  return { bottom: Math.min(bottom, top), top };
}
