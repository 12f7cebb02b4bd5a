import type { CodeAction } from 'vscode-languageserver';
import type { LoadedConfig } from '../config/result.ts';
import { CONVERSION_STEPS, type Conversion } from '../conversion/convert.ts';
import { Command, type ConvertArguments, type ConvertParams, type ConvertResult } from '../protocol.ts';
import { grouped } from '../text/numbers.ts';
import type { Range } from '../text/source.ts';
import type { Unit } from '../training/plan.ts';
import type { Analysis, FeatureContext } from './context.ts';
import { type ConversionRequest, convert } from './conversion.ts';
import { toLspEdits } from './diagnostics.ts';
import { epochLengthPrompt } from './epochLength.ts';
import { placeName } from './markdown.ts';
import { type EditTarget, workspaceEdit } from './workspaceEdit.ts';

const KIND = 'refactor.rewrite';

type Reload = (text: string) => LoadedConfig;

/** Conversions as code actions: the whole first, then each of its steps. */
export function conversionActions(
  analysis: Analysis,
  target: EditTarget,
  commands: boolean,
  reload: Reload,
): CodeAction[] {
  const to = otherUnit(analysis);
  if (to === undefined) return [];
  const whole = conversionAction(analysis, { to }, wholeTitle(to, analysis), target, commands, reload);
  const steps = CONVERSION_STEPS.flatMap((step) =>
    conversionAction(analysis, { to, steps: [step.id] }, step.title(to), target, commands, reload),
  );
  const hasChoice = to === 'iter' && analysis.plan.schedulers.some(({ unit }) => unit === 'epoch');
  const left = hasChoice
    ? conversionAction(
        analysis,
        { to, schedulers: 'convert-to-iter-based' },
        `${wholeTitle(to, analysis)}, schedulers by \`convert_to_iter_based\``,
        target,
        false,
        reload,
      )
    : [];
  const preview: CodeAction = {
    title: `Preview the conversion to ${NAMES[to]} training…`,
    kind: KIND,
    command: command(Command.previewConversion, 'Preview the conversion', { uri: target.uri, to }),
  };
  return [...whole, ...(commands && whole.length > 0 ? [preview] : []), ...steps, ...left];
}

/** Whether a range of the file is about how training counts; elsewhere no light bulb shall shine for a conversion. */
export function isAboutTraining({ loaded, plan }: Analysis, range: Range): boolean {
  const start = loaded.source.offsetAt(range.start);
  const end = loaded.source.offsetAt(range.end);
  return TRAINING_KEYS.some((key) => {
    const at = plan.config.entries.get(key)?.at;
    return at?.path === loaded.path && at.start <= end && start <= at.end;
  });
}

const TRAINING_KEYS = ['train_cfg', 'default_hooks', 'param_scheduler', 'log_processor', 'train_dataloader'] as const;

/** The answer to the extension's own request: the edits with one annotation for each step. */
export function conversionResult(
  context: FeatureContext,
  { to, itersPerEpoch, steps }: ConvertParams,
  target: EditTarget,
  reload: Reload,
): ConvertResult {
  const { analysis } = context;
  const ids = steps && CONVERSION_STEPS.map(({ id }) => id).filter((id) => steps.includes(id));
  const outcome = convert(analysis, { to, itersPerEpoch, steps: ids }, reload);
  if ('needs' in outcome) {
    const length = context.epochLength();
    const prompt = epochLengthPrompt(length, (place) => placeName(place, context));
    return { needs: outcome.needs, prompt, ...('value' in length && { suggestion: length.value }) };
  }
  if (outcome.refusals.length > 0) return { refused: outcome.refusals.join(' ') };
  if (outcome.edits.length === 0)
    return {
      refused: [`There is nothing to convert: this config already counts in ${UNITS[to]}.`, ...outcome.notes].join(' '),
    };
  const notes = outcome.notes.length > 0 ? { notes: outcome.notes } : {};
  return {
    edit: editOf(outcome, analysis, target, wholeTitle(to, analysis)),
    steps: outcome.steps.map(({ id, title }) => ({ id, title })),
    ...notes,
  };
}

function conversionAction(
  analysis: Analysis,
  request: ConversionRequest,
  title: string,
  target: EditTarget,
  commands: boolean,
  reload: Reload,
): CodeAction[] {
  const { to, steps } = request;
  const outcome = convert(analysis, request, reload);
  if ('needs' in outcome) {
    if (!commands) return [];
    const name = to === 'iter' ? Command.convertToIter : Command.convertToEpoch;
    return [
      { title: `${title}…`, kind: KIND, command: command(name, title, { uri: target.uri, ...(steps && { steps }) }) },
    ];
  }
  if (outcome.edits.length === 0) return [];
  return [{ title, kind: KIND, edit: editOf(outcome, analysis, target, title) }];
}

/** One group for each step, where the steps' own edits add up to the whole. */
function editOf({ steps, edits }: Conversion, { loaded }: Analysis, target: EditTarget, title: string) {
  const own = steps.flatMap((step) => step.edits);
  const groups = edits.every((edit) => own.includes(edit))
    ? steps.map((step) => ({ label: step.title, edits: toLspEdits(step.edits, loaded.source) }))
    : [{ label: title, edits: toLspEdits(edits, loaded.source) }];
  return workspaceEdit(target, groups);
}

function command(name: string, title: string, argument: ConvertArguments): NonNullable<CodeAction['command']> {
  return { title, command: name, arguments: [argument] };
}

function otherUnit({ loaded, plan }: Analysis): Unit | undefined {
  if (!loaded.isConfig || loaded.refusals.length > 0) return undefined;
  if (plan.mode === 'epoch') return 'iter';
  return plan.mode === 'iter' ? 'epoch' : undefined;
}

function wholeTitle(to: Unit, { itersPerEpoch }: Analysis): string {
  const count = itersPerEpoch === undefined ? '' : ` (${grouped(itersPerEpoch)} iterations per epoch)`;
  return `Convert to ${NAMES[to]} training${count}`;
}

const NAMES = { iter: 'iteration-based', epoch: 'epoch-based' } as const;
const UNITS = { iter: 'iterations', epoch: 'epochs' } as const;
