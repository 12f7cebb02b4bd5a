import type { Argument, Call, Expression, FunctionDef, Parameter, Statement } from '../../python/index.ts';
import type { BaseCall, Initializer, InitParameter } from './summary.ts';
import { descendants, dottedName, stringValue } from './walk.ts';

/** Methods of a dict whose use on `**kwargs` shows which names it may hold. */
const UNDERSTOOD = ['get', 'pop', 'setdefault', 'update', 'items', 'keys', 'values', 'copy'];

/** What a constructor takes. @param text the source of its file */
export function readInitializer(init: FunctionDef, text: string): Initializer {
  const [, ...named] = init.parameters.filter(({ style }) => style !== 'var-positional' && style !== 'var-keyword');
  const own = named.map((param) => parameterOf(param, text));
  const kwargs = init.parameters.find(({ style }) => style === 'var-keyword')?.name;
  const calls = [...descendants(init.body)].filter((node) => isSuperCall(node, '__init__'));
  const call = calls.length === 1 ? calls[0] : undefined;
  const base = call && readCall(call, init);
  if (kwargs === undefined) return { params: own, others: 'refused', base };
  const taken = takenOut(init, kwargs, text);
  const params = [...own, ...(taken ?? []).filter(({ name }) => own.every((param) => param.name !== name))];
  const handsOn = call?.args.some((arg) => arg.form === 'double-star' && dottedName(arg.value) === kwargs);
  return { params, others: taken && handsOn ? 'handed-on' : 'taken', base };
}

function parameterOf({ name, default: value }: Parameter, text: string): InitParameter {
  return { name, default: value && text.slice(value.start, value.end) };
}

/** `super().name(…)`. */
export function isSuperCall(node: Statement | Expression, name: string): node is Call {
  if (node.kind !== 'Call' || node.callee.kind !== 'Attribute' || node.callee.name !== name) return false;
  const { object } = node.callee;
  return object.kind === 'Call' && dottedName(object.callee) === 'super';
}

function readCall(call: Call, init: FunctionDef): BaseCall {
  const changed = rebound(init);
  const asItCame = ({ value }: Argument): string | undefined =>
    value.kind === 'Name' && !changed.has(value.id) ? value.id : undefined;
  return {
    positional: call.args.filter(({ form }) => form === 'positional').map(asItCame),
    keywords: call.args.flatMap((arg) => (arg.name === undefined ? [] : [{ name: arg.name, value: asItCame(arg) }])),
  };
}

/** Names that the body gives another value. */
function rebound(init: FunctionDef): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of descendants(init.body)) {
    const targets = node.kind === 'Assign' ? node.targets : 'target' in node && node.target ? [node.target] : [];
    for (const target of targets)
      for (const part of target.kind === 'Tuple' || target.kind === 'List' ? target.elements : [target])
        if (part.kind === 'Name') names.add(part.id);
  }
  return names;
}

/**
 * The names that a constructor takes out of its `**kwargs` itself.
 * @returns undefined when it may do more with them than that, so that any name may be welcome
 */
function takenOut(init: FunctionDef, kwargs: string, text: string): InitParameter[] | undefined {
  if (rebound(init).has(kwargs)) return undefined;
  const isKwargs = (node: Expression): boolean => node.kind === 'Name' && node.id === kwargs;
  const taken: InitParameter[] = [];
  let uses = 0;
  let understood = 0;
  for (const node of descendants(init.body)) {
    if (node.kind === 'Name' && isKwargs(node)) uses++;
    else if (node.kind === 'Subscript' && isKwargs(node.object)) understood++;
    else if (node.kind === 'Comparison')
      understood += node.rest.filter(({ operator, right }) => operator.endsWith('in') && isKwargs(right)).length;
    else if (node.kind === 'Call') {
      const { callee, args } = node;
      understood += args.filter(({ form, value }) => form === 'double-star' && isKwargs(value)).length;
      if (callee.kind !== 'Attribute' || !isKwargs(callee.object) || !UNDERSTOOD.includes(callee.name)) continue;
      understood++;
      if (callee.name !== 'pop' && callee.name !== 'get') continue;
      const name = stringValue(args[0]?.value);
      if (name === undefined) return undefined;
      const otherwise = args[1]?.value;
      taken.push({ name, default: otherwise ? text.slice(otherwise.start, otherwise.end) : 'None' });
    }
  }
  return uses === understood ? taken : undefined;
}
