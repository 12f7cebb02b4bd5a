import type { TextEdit } from '../../text/source.ts';
import type { HookPlan } from '../../training/plan.ts';
import type { RuleContext } from '../rule.ts';
import { notation } from './notation.ts';

/**
 * Edits that give a hook of `default_hooks` its arguments. A hook that is not written takes its place with its type, since
 * MMEngine merges nothing into its own defaults.
 */
export function setDefaultHook(
  context: RuleContext,
  hook: HookPlan,
  settings: Readonly<Record<string, boolean | number>>,
  type: string,
): readonly TextEdit[] | undefined {
  const { loaded } = context;
  if (!hook.cfg) return context.set(hook.keyPath, notation(loaded, { type, ...settings }));
  return context.edit((editor) =>
    Object.entries(settings).every(([key, value]) => editor.set([...hook.keyPath, key], notation(loaded, value))),
  );
}
