import type { Status } from '../protocol.ts';
import { grouped } from '../text/numbers.ts';
import type { Quantity } from '../training/plan.ts';
import type { FeatureContext } from './context.ts';
import { code } from './markdown.ts';
import { quantityText } from './meaning/read.ts';

/** What a config trains, for the status bar; null for a file that is no config or says nothing about training. */
export function status({ analysis: { loaded, plan, itersPerEpoch, findings } }: FeatureContext): Status | null {
  if (!loaded.isConfig) return null;
  const { loop, mode } = plan;
  if (!loop || mode === 'none') return null;
  const row = (name: string, quantity: Quantity | undefined): string[] => {
    const text = quantity && quantity.value !== 0 ? quantityText(quantity, itersPerEpoch) : undefined;
    return text === undefined ? [] : [`| ${name} | ${text} |`];
  };
  const rows = [
    ...(loop.type.value === undefined ? [] : [`| Loop | ${code(loop.type.value)} |`]),
    ...row('Length', loop.length),
    ...row('Validates every', loop.valInterval),
    ...row('Saves every', plan.checkpoint?.interval),
    ...(plan.sampler?.type.value === undefined ? [] : [`| Sampler | ${code(plan.sampler.type.value)} |`]),
    `| Iterations per epoch | ${itersPerEpoch === undefined ? 'not known' : grouped(itersPerEpoch)} |`,
  ];
  const wrong = findings.filter(({ severity }) => severity === 'error' || severity === 'warning').length;
  const summary = wrong === 0 ? '' : `\n\n${wrong} ${wrong === 1 ? 'problem' : 'problems'} in how it counts or loads.`;
  return {
    text: title(loop.length, mode),
    detail: `**${KINDS[mode]}**\n\n| | |\n| --- | --- |\n${rows.join('\n')}${summary}`,
  };
}

const KINDS = {
  epoch: 'Epoch-based training',
  iter: 'Iteration-based training',
  custom: 'Training in a loop of its own',
  unknown: 'Training in a loop that cannot be known without running Python',
} as const;

function title({ value, unit }: Quantity, mode: keyof typeof KINDS): string {
  const count = value === undefined || unit === 'unknown' ? '' : `: ${grouped(value)}`;
  if (mode === 'epoch') return `Epochs${count}`;
  if (mode === 'iter') return unit === 'epoch' && count !== '' ? `Iters${count} epochs` : `Iters${count}`;
  return mode === 'custom' ? 'Custom loop' : 'Loop unknown';
}
