/**
 * Which Python files are configs, and of which kind. Ordinary Python must never be taken for a config, so a file counts
 * as one only on evidence.
 */
import type { Call, Expression, Import, ImportFrom, Module, Statement } from '../python/index.ts';
import { isBuiltinModule, isStandardModule, type Python } from './packages/stdlib.ts';
import { BASE_KEY } from './useOfBase.ts';
import type { Value } from './values.ts';

/** What MMEngine's `Config._is_lazy_import` answers, or the error it raises. */
export type LazyVerdict =
  | { readonly kind: 'lazy' | 'classic' }
  | { readonly kind: 'error'; readonly error: string; readonly statement: Statement };

/** `_base_ = …` */
export function isBaseAssignment(statement: Statement): boolean {
  const target = statement.kind === 'Assign' ? statement.targets[0] : undefined;
  return target?.kind === 'Name' && target.id === BASE_KEY;
}

/** MMEngine walks all nodes breadth first and stops at the first that decides. */
export function lazyVerdict(module: Module, python: Python): LazyVerdict {
  let level: readonly Statement[] = module.body;
  // A block nested in a `try` handler is one level deeper in Python's own tree.
  let deeper: Statement[] = [];
  while (level.length > 0 || deeper.length > 0) {
    const next: Statement[] = deeper;
    deeper = [];
    for (const statement of level) {
      const verdict = decide(statement, python);
      if (verdict) return verdict;
      for (const block of blocks(statement)) (block.extraLevel ? deeper : next).push(...block.body);
    }
    level = next;
  }
  return { kind: 'classic' };
}

function decide(statement: Statement, python: Python): LazyVerdict | undefined {
  switch (statement.kind) {
    case 'Assign':
      return isBaseAssignment(statement) ? { kind: 'classic' } : undefined;
    case 'With': {
      const context = statement.items[0]?.context;
      if (context?.kind !== 'Call') return { kind: 'error', error: 'ConfigParsingError', statement };
      // MMEngine reads `.id` of whatever is called.
      if (context.callee.kind !== 'Name') return { kind: 'error', error: 'AttributeError', statement };
      return context.callee.id === 'read_base'
        ? { kind: 'lazy' }
        : { kind: 'error', error: 'ConfigParsingError', statement };
    }
    case 'ImportFrom':
      if (statement.level !== 0) return { kind: 'lazy' };
      if (statement.module === 'mmengine' && statement.names.length === 1 && statement.names[0]?.name === 'Config')
        return undefined;
      return statement.module === undefined || isBuiltinModule(statement.module, python) ? undefined : { kind: 'lazy' };
    case 'Import':
      return statement.names.every((alias) => isBuiltinModule(alias.name, python)) ? undefined : { kind: 'lazy' };
    default:
      return undefined;
  }
}

function blocks(statement: Statement): { body: readonly Statement[]; extraLevel: boolean }[] {
  const plain = (...bodies: (readonly Statement[])[]) => bodies.map((body) => ({ body, extraLevel: false }));
  switch (statement.kind) {
    case 'If':
    case 'For':
    case 'While':
      return plain(statement.body, statement.orElse);
    case 'With':
    case 'FunctionDef':
    case 'ClassDef':
      return plain(statement.body);
    case 'Try':
      return [
        ...plain(statement.body, statement.orElse, statement.finallyBody),
        ...statement.handlers.map(({ body }) => ({ body, extraLevel: true })),
      ];
    default:
      return [];
  }
}

/** Arguments of MMEngine's `Runner.__init__` after `self`, in order (mmengine/runner/runner.py). */
export const RUNNER_PARAMETERS = [
  'model work_dir train_dataloader val_dataloader test_dataloader train_cfg val_cfg test_cfg auto_scale_lr optim_wrapper',
  'param_scheduler val_evaluator test_evaluator default_hooks custom_hooks data_preprocessor load_from resume launcher',
  'env_cfg log_processor log_level visualizer default_scope randomness experiment_name cfg',
]
  .join(' ')
  .split(' ');

/** Keys whose dicts say how to train; enough of them in a call of something named Runner is a training script. */
const TRAINING_KEYS = new Set(
  'train_cfg train_dataloader optim_wrapper param_scheduler default_hooks log_processor'.split(' '),
);

/** The `Runner(...)` calls that make a module a training script. */
export function findRunnerCalls(module: Module): readonly Call[] {
  const importsRunner = module.body.some(
    (statement) =>
      statement.kind === 'ImportFrom' &&
      /^mmengine(\.|$)/.test(statement.module ?? '') &&
      statement.names.some((alias) => alias.name === 'Runner' || alias.name === '*'),
  );
  const calls: Call[] = [];
  const queue: Statement[] = [...module.body];
  for (let statement = queue.shift(); statement; statement = queue.shift()) {
    const call = calledRunner(statement, importsRunner);
    if (call) calls.push(call);
    for (const block of blocks(statement)) queue.push(...block.body);
  }
  return calls;
}

function calledRunner(statement: Statement, importsRunner: boolean): Call | undefined {
  const expression =
    statement.kind === 'Assign' || statement.kind === 'ExpressionStatement' || statement.kind === 'Return'
      ? statement.value
      : undefined;
  for (
    let current: Expression | undefined = expression;
    current?.kind === 'Call';
    current = current.callee.kind === 'Attribute' ? current.callee.object : undefined
  ) {
    if (calleeName(current) !== 'Runner') continue;
    const keys = current.args.filter(
      (argument) => argument.name !== undefined && TRAINING_KEYS.has(argument.name),
    ).length;
    if (keys >= (importsRunner ? 1 : 3)) return current;
  }
  return undefined;
}

/** Top-level names that only configs use, with the shape their values have there. */
const TYPED =
  'model optim_wrapper train_dataloader val_dataloader test_dataloader log_processor visualizer val_evaluator test_evaluator data_preprocessor'.split(
    ' ',
  );
const LISTS_OF_TYPED = 'train_pipeline test_pipeline val_pipeline custom_hooks vis_backends param_scheduler'.split(' ');
const LEGACY = 'lr_config optimizer_config checkpoint_config log_config evaluation runner data optimizer'.split(' ');

const OTHER_NAMES = '_base_ train_cfg val_cfg test_cfg default_hooks default_scope env_cfg auto_scale_lr'.split(' ');
const EVIDENCE = new RegExp(
  `read_base|\\bRunner\\s*\\(|^\\uFEFF?(?:${[...OTHER_NAMES, ...TYPED, ...LISTS_OF_TYPED, ...LEGACY].join('|')})\\s*[:=]`,
  'm',
);

/** False for a Python text that need not be parsed to know that it is no config: most of a repository is none. */
export function mayHoldPythonConfig(text: string): boolean {
  return EVIDENCE.test(text);
}

/** Names that hardly anything but a config of MMEngine or MMCV sets. */
const TELLING = [
  ...'_base_ train_cfg val_cfg test_cfg default_hooks default_scope optim_wrapper param_scheduler custom_hooks'.split(
    ' ',
  ),
  ...'train_dataloader val_dataloader test_dataloader log_processor val_evaluator test_evaluator'.split(' '),
].join('|');
const TELLING_PYTHON = new RegExp(`^\\uFEFF?(?:${TELLING})[ \\t]*=[ \\t]*(?:dict[ \\t]*\\(|[[{'"])`, 'm');
const TELLING_YAML = new RegExp(`^(?:${TELLING})[ \\t]*:`, 'm');
/** The first key of all: one further down may be of something else. */
const TELLING_JSON = new RegExp(`^\\uFEFF?\\s*\\{\\s*"(?:${TELLING})"\\s*:`);
const LONG_STRING = /('{3}|"{3})[\s\S]*?\1/g;
const PROGRAM = /^(?:def|class|print|exec|raise|return|try|while|async)\b/m;

/** The same for Python that cannot be read, of which one bracket may hide everything: by the words it begins its lines with. */
export function brokenLooksLikeConfig(text: string): boolean {
  const code = text.replace(LONG_STRING, '');
  return TELLING_PYTHON.test(code) && !PROGRAM.test(code);
}

/** The same for YAML and JSON; a text with `{{` or `{%` is a template for other tools. */
export function brokenDataLooksLikeConfig(text: string): boolean {
  return TELLING_JSON.test(text) || (TELLING_YAML.test(text) && !/\{\{|\{%/.test(text));
}

/** True when the top-level assignments are those of a config. */
export function looksLikeConfig(module: Module): boolean {
  let legacy = 0;
  for (const statement of module.body) {
    if (statement.kind === 'With' && statement.items[0]?.context.kind === 'Call') {
      const { callee } = statement.items[0].context;
      if (callee.kind === 'Name' && callee.id === 'read_base') return true;
    }
    if (statement.kind !== 'Assign' && statement.kind !== 'AnnotatedAssign') continue;
    const target = statement.kind === 'Assign' ? statement.targets[0] : statement.target;
    const value = valueIn(statement);
    if (target?.kind !== 'Name' || !value) continue;
    const { id } = target;
    if (id === '_base_') return isBaseList(value);
    if (shapedLikeConfig(id, value)) return true;
    if (LEGACY.includes(id) && keysOf(value).size > 0) legacy++;
  }
  return legacy >= 2;
}

/** Called, whoever defines them, they load or build something: what a program does, and no config. */
const BUILDERS = /^(?:Config|\w*Runner|(?:build|init|register|setup)_\w+|from_cfg|fromfile|get_instance)$/;

/**
 * True for a program that happens to set names which configs set too: it works with what it imports, where a config only names
 * it. MMEngine never loads it as a config.
 */
export function isProgram(module: Module): boolean {
  const imported = new Set<string>();
  for (const statement of module.body) {
    if (statement.kind === 'With' || isBaseAssignment(statement)) return false;
    if (statement.kind === 'Import' || statement.kind === 'ImportFrom') {
      for (const { name, asName } of statement.names) {
        const module = statement.kind === 'Import' ? name : statement.module;
        if (module === undefined || !isStandardModule(module)) imported.add(asName ?? name.split('.', 1)[0] ?? name);
      }
      continue;
    }
    if (statement.kind !== 'Assign' && statement.kind !== 'ExpressionStatement') continue;
    const value = valueIn(statement);
    if (value?.kind !== 'Call' || !imported.has(rootOf(value))) continue;
    if (statement.kind === 'ExpressionStatement' || BUILDERS.test(calleeName(value))) return true;
    // What it made of something imported is something imported, too.
    const [target] = statement.targets;
    if (target?.kind === 'Name') imported.add(target.id);
  }
  return false;
}

/** What a statement assigns, or is; only its shape is told, and not where it stands. */
function valueIn(statement: Statement): Expression | undefined {
  switch (statement.kind) {
    case 'Assign':
      return (statement.moved?.from ?? statement).value;
    case 'AnnotatedAssign':
    case 'ExpressionStatement':
      return statement.value;
    default:
      return undefined;
  }
}

/** The name that `a.b(c).d(e)` begins with. */
function rootOf(expression: Expression): string {
  let current = expression;
  while (current.kind === 'Call' || current.kind === 'Attribute')
    current = current.kind === 'Call' ? current.callee : current.object;
  return current.kind === 'Name' ? current.id : '';
}

function calleeName({ callee }: Call): string {
  return callee.kind === 'Name' ? callee.id : callee.kind === 'Attribute' ? callee.name : '';
}

function isBaseList(value: Expression): boolean {
  if (value.kind === 'List' || value.kind === 'Tuple') return value.elements.every(isBaseList);
  return (
    value.kind === 'String' || value.kind === 'FormattedString' || value.kind === 'Binary' || value.kind === 'Name'
  );
}

function shapedLikeConfig(name: string, value: Expression): boolean {
  const keys = keysOf(value);
  if (name === 'train_cfg') return ['by_epoch', 'max_epochs', 'max_iters', 'val_interval'].some((key) => keys.has(key));
  if (name === 'val_cfg' || name === 'test_cfg' || name === 'log_processor')
    return keys.has('type') || keys.has('by_epoch');
  if (name === 'default_hooks')
    return value.kind === 'Call' || value.kind === 'Dict'
      ? keysOfMembers(value).has('type') ||
          ['checkpoint', 'logger', 'param_scheduler', 'timer'].some((key) => keys.has(key))
      : false;
  if (name === 'default_scope') return value.kind === 'String';
  if (name === 'env_cfg') return keys.has('cudnn_benchmark') || keys.has('mp_cfg') || keys.has('dist_cfg');
  if (name === 'auto_scale_lr') return keys.has('base_batch_size');
  if (name === 'train_dataloader' || name === 'val_dataloader' || name === 'test_dataloader')
    return ['batch_size', 'dataset', 'sampler', 'num_workers'].some((key) => keys.has(key));
  if (name === 'optim_wrapper') return keys.has('type') || keys.has('optimizer') || keys.has('paramwise_cfg');
  if (TYPED.includes(name)) return hasType(value) || (value.kind === 'List' && value.elements.some(hasType));
  if (LISTS_OF_TYPED.includes(name))
    return hasType(value) || ((value.kind === 'List' || value.kind === 'Tuple') && value.elements.some(hasType));
  return false;
}

function hasType(value: Expression): boolean {
  return keysOf(value).has('type');
}

/** Keys written in a `dict(...)` call or a `{...}` display. */
function keysOf(value: Expression): ReadonlySet<string> {
  const keys = new Set<string>();
  if (value.kind === 'Call' && value.callee.kind === 'Name' && value.callee.id === 'dict')
    for (const argument of value.args) if (argument.name !== undefined) keys.add(argument.name);
  if (value.kind === 'Dict') for (const item of value.items) if (item.key?.kind === 'String') keys.add(item.key.value);
  return keys;
}

function keysOfMembers(value: Expression): ReadonlySet<string> {
  const members =
    value.kind === 'Call'
      ? value.args.map((argument) => argument.value)
      : value.kind === 'Dict'
        ? value.items.map((item) => item.value)
        : [];
  return new Set(members.flatMap((member) => [...keysOf(member)]));
}

/** False for a YAML or JSON text that need not be parsed to know that it is no config: most are none. */
export function mayHoldConfig(text: string): boolean {
  return /_base_|train_cfg|train_dataloader|default_hooks|optim_wrapper/.test(text);
}

/** True when a YAML or JSON document is a config: it inherits, or has keys of that shape. */
export function dataLooksLikeConfig(value: Value): boolean {
  if (value.kind !== 'dict') return false;
  const has = (key: string, ...members: readonly string[]) => {
    const entry = value.entries.get(key)?.value;
    return entry?.kind === 'dict' && members.some((member) => entry.entries.has(member));
  };
  if (value.entries.has('_base_')) return true;
  if (
    has('train_cfg', 'by_epoch', 'max_epochs', 'max_iters') ||
    has('train_dataloader', 'dataset', 'sampler', 'batch_size')
  )
    return true;
  return has('default_hooks', 'checkpoint', 'logger', 'timer', 'param_scheduler') || has('optim_wrapper', 'optimizer');
}

/** All imports of a module in source order, those in blocks and functions too. */
export function importsIn(body: readonly Statement[]): (Import | ImportFrom)[] {
  return body.flatMap((statement): (Import | ImportFrom)[] => {
    switch (statement.kind) {
      case 'Import':
      case 'ImportFrom':
        return [statement];
      case 'If':
      case 'For':
      case 'While':
        return importsIn([...statement.body, ...statement.orElse]);
      case 'With':
      case 'FunctionDef':
      case 'ClassDef':
        return importsIn(statement.body);
      case 'Try':
        return importsIn([
          ...statement.body,
          ...statement.handlers.flatMap((handler) => handler.body),
          ...statement.orElse,
          ...statement.finallyBody,
        ]);
      default:
        return [];
    }
  });
}
