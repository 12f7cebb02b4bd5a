/** Evaluates Python expressions to values without running them. */
import type { Argument, Call, Expression, FormattedString, ReplacementField } from '../../python/index.ts';
import type { Span } from '../../text/source.ts';
import { isStandardModule } from '../packages/stdlib.ts';
import {
  bool,
  type CallableValue,
  type CallSite,
  dict,
  element,
  float,
  int,
  list,
  none,
  type Slot,
  set,
  str,
  tuple,
  type UnknownValue,
  unknown,
  type Value,
} from '../values.ts';
import { getAttribute, getItem } from './access.ts';
import { compare } from './comparison.ts';
import { evaluateComprehension } from './comprehensions.ts';
import { setItem } from './configDict.ts';
import { converted, formatValue } from './format.ts';
import { makeFunction } from './functions.ts';
import { localNames } from './locals.ts';
import { binary, distinct, hashKey, iterate, iterateInAnyOrder, truth, unary } from './operators.ts';
import { PythonError, placeOf, refuseLazy, type Scope, typeName, unknownAt } from './runtime.ts';
import { sizeOf } from './sets.ts';
import { evaluateSlice, getSlice } from './slices.ts';
import { bindName } from './targets.ts';

/** The value of `expression`; throws {@link PythonError} where Python would raise. */
export function evaluate(expression: Expression, scope: Scope): Value {
  scope.runtime.budget.step();
  switch (expression.kind) {
    case 'String':
      return expression.bytes
        ? { kind: 'bytes', value: expression.value, at: placeOf(scope, expression) }
        : str(expression.value, placeOf(scope, expression));
    case 'Number':
      if (expression.type === 'int') return int(expression.value, placeOf(scope, expression));
      if (expression.type === 'float') return float(Number(expression.value), placeOf(scope, expression));
      return unknownAt(scope, expression, 'complex numbers are not evaluated');
    case 'Constant':
      if (expression.value === 'None') return none(placeOf(scope, expression));
      if (expression.value === 'Ellipsis')
        return {
          kind: 'object',
          type: 'ellipsis',
          text: 'Ellipsis',
          payload: undefined,
          at: placeOf(scope, expression),
        };
      return bool(expression.value === 'True', placeOf(scope, expression));
    case 'Name':
      return lookUp(expression.id, expression, scope);
    default: {
      const { budget } = scope.runtime;
      budget.enter();
      try {
        return evaluateCompound(expression, scope);
      } finally {
        budget.leave();
      }
    }
  }
}

function evaluateCompound(expression: Expression, scope: Scope): Value {
  const at = placeOf(scope, expression);
  const { budget } = scope.runtime;
  switch (expression.kind) {
    case 'Call':
      return evaluateCall(expression, at, scope);
    case 'List':
    case 'Tuple': {
      const { items, open } = evaluateElements(expression.elements, scope);
      if (open) return unknown(open.reason, at);
      budget.allocate(items.length);
      return expression.kind === 'List' ? list(items, at) : tuple(items, at);
    }
    case 'Set': {
      const { items, open } = evaluateElements(expression.elements, scope, iterateInAnyOrder);
      const entries = distinct(items, at);
      if (!entries) return unknown('one of its members cannot be known here', at);
      return open ? unknown(open.reason, at) : set(entries, at);
    }
    case 'Dict': {
      const result = dict(at);
      for (const item of expression.items) {
        if (item.key) {
          const key = evaluate(item.key, scope);
          hashKey(key, placeOf(scope, item.key));
          const value = evaluate(item.value, scope);
          setItem(result, {
            key,
            value,
            at: placeOf(scope, item),
            keyAt: placeOf(scope, item.key),
            valueAt: placeOf(scope, item.value),
            overrides: undefined,
          });
        } else {
          const source = evaluate(item.value, scope);
          refuseLazy(source, placeOf(scope, item.value));
          if (source.kind === 'dict') {
            for (const slot of source.entries.values()) setItem(result, { ...slot, overrides: undefined });
            result.open ??= source.open;
          } else if (source.kind === 'unknown' || source.kind === 'object' || source.kind === 'lazy')
            result.open ??= unknown(source.kind === 'unknown' ? source.reason : 'its keys cannot be known here', at);
          else
            throw new PythonError(
              'TypeError',
              `'${typeName(source)}' object is not a mapping`,
              placeOf(scope, item.value),
            );
        }
      }
      budget.allocate(result.entries.size);
      return result;
    }
    case 'Attribute':
      return getAttribute(evaluate(expression.object, scope), expression.name, at, budget);
    case 'Subscript': {
      const object = evaluate(expression.object, scope);
      // The rest is found without looking at all of it.
      if (object.kind === 'str' || expression.index.kind === 'Slice') budget.look(sizeOf(object));
      if (expression.index.kind === 'Slice')
        return getSlice(
          object,
          evaluateSlice(expression.index, (part) => evaluate(part, scope)),
          at,
        );
      return getItem(object, evaluate(expression.index, scope), at);
    }
    case 'Unary': {
      const operand = evaluate(expression.operand, scope);
      if (expression.operator !== 'not') return unary(expression.operator, operand, at);
      const known = truth(operand);
      return known === undefined ? notKnown(operand, scope, expression) : bool(!known, at);
    }
    case 'Binary': {
      const left = evaluate(expression.left, scope);
      const right = evaluate(expression.right, scope);
      budget.look(sizeOf(left) + sizeOf(right));
      return binary(expression.operator, left, right, at, budget);
    }
    case 'Boolean': {
      const left = evaluate(expression.left, scope);
      const known = truth(left);
      if (known === undefined) return notKnown(left, scope, expression);
      return known === (expression.operator === 'or') ? left : evaluate(expression.right, scope);
    }
    case 'Comparison': {
      let left = evaluate(expression.left, scope);
      let result: Value = bool(true, at);
      for (const { operator, right } of expression.rest) {
        const next = evaluate(right, scope);
        budget.look(sizeOf(left) + sizeOf(next));
        result = compare(operator, left, next, at);
        if (truth(result) !== true) return result;
        left = next;
      }
      return result;
    }
    case 'Conditional': {
      const test = evaluate(expression.test, scope);
      const known = truth(test);
      if (known === undefined) return notKnown(test, scope, expression);
      return evaluate(known ? expression.body : expression.orElse, scope);
    }
    case 'FormattedString':
      return evaluateFormatted(expression, at, scope);
    case 'Comprehension':
      return evaluateComprehension(expression, scope);
    case 'Lambda':
      return makeFunction('<lambda>', expression, scope, localNames(expression), (inner) =>
        evaluate(expression.body, inner),
      );
    case 'Named': {
      const value = evaluate(expression.value, scope);
      const slot = { ...element(value, at), valueAt: placeOf(scope, expression.value) };
      bindName(expression.target, slot, aroundComprehensions(scope));
      return value;
    }
    case 'Starred':
      throw new PythonError('SyntaxError', "can't use starred expression here", at);
    case 'Slice':
      return unknown('slices are not evaluated by themselves', at);
    case 'Unsupported':
      return unknown(expression.broken ? 'the code here is broken' : `${expression.what} is not evaluated`, at);
    default:
      return evaluate(expression, scope);
  }
}

/** Where `:=` binds its name. */
function aroundComprehensions(scope: Scope): Scope {
  let around = scope;
  while (around.isComprehension && around.parent) around = around.parent;
  return around;
}

/** What depends on a value that is not known. */
export function notKnown(value: Value, scope: Scope, span: Span): UnknownValue {
  return unknownAt(
    scope,
    span,
    value.kind === 'unknown' ? value.reason : 'it depends on a value that cannot be known here',
  );
}

function lookUp(name: string, span: Span, scope: Scope): Value {
  for (let current: Scope | undefined = scope; current; current = current.parent) {
    if (current.globalNames.has(name)) break;
    const slot = current.names.get(name);
    if (slot) return slot.value;
    if (current.locals.has(name)) throw unbound(name, placeOf(scope, span), current === scope);
  }
  const slot = scope.globals.get(name) ?? undefined;
  const value = slot?.value ?? scope.builtins.get(name);
  if (value) return value;
  if (scope.runtime.isScript) return unknownAt(scope, span, `the name ${name} is not defined in this file`);
  const { open } = scope.runtime.namespace;
  if (open) return unknownAt(scope, span, open.reason);
  throw new PythonError('NameError', `name '${name}' is not defined`, placeOf(scope, span));
}

function unbound(name: string, at: CallSite['at'], isOwn: boolean): PythonError {
  return isOwn
    ? new PythonError(
        'UnboundLocalError',
        `cannot access local variable '${name}' where it is not associated with a value`,
        at,
      )
    : new PythonError('NameError', `cannot access free variable '${name}' where it is not associated with a value`, at);
}

/** Elements of a display; `open` when an unknown iterable was spread into it. */
function evaluateElements(
  expressions: readonly Expression[],
  scope: Scope,
  spreadOf = iterate,
): { items: Slot[]; open: UnknownValue | undefined } {
  const items: Slot[] = [];
  let open: UnknownValue | undefined;
  for (const expression of expressions) {
    if (expression.kind === 'Starred') {
      const source = evaluate(expression.value, scope);
      const spread = spreadOf(source, placeOf(scope, expression), scope.runtime.budget);
      if (spread) for (const slot of spread) items.push({ ...slot, key: undefined, keyAt: undefined });
      else open ??= notKnown(source, scope, expression);
    } else {
      items.push(element(evaluate(expression, scope), placeOf(scope, expression)));
    }
  }
  return { items, open };
}

function evaluateCall(expression: Call, at: CallSite['at'], scope: Scope): Value {
  const callee = evaluate(expression.callee, scope);
  return callValue(callee, evaluateArguments(expression.args, scope, at), scope);
}

function called(callee: CallableValue, site: CallSite, scope: Scope): Value {
  const { budget } = scope.runtime;
  let size = 0;
  for (const { value } of site.args) size += sizeOf(value);
  budget.look(size);
  const result = callee.call(site);
  budget.look(sizeOf(result));
  return result;
}

/** What `callee(...)` gives; throws where Python would raise. */
export function callValue(callee: Value, site: CallSite, scope: Scope): Value {
  const { at } = site;
  switch (callee.kind) {
    case 'callable':
      return called(callee, site, scope);
    case 'unknown':
      return unknown(callee.reason, at);
    case 'lazy':
      if (scope.runtime.isScript) return unknown(`what ${callee.name}(...) gives is not evaluated`, at);
      // MMEngine's LazyObject.__call__ raises a bare RuntimeError.
      throw new PythonError(
        'RuntimeError',
        isStandardModule(callee.module)
          ? `a lazy config cannot call \`${callee.module}\`, which MMEngine does not recognize as a module of Python's own in this environment`
          : 'an imported object cannot be called in a lazy config',
        at,
      );
    case 'object':
      return unknown('the result of this call cannot be known here', at);
    default:
      throw new PythonError('TypeError', `'${typeName(callee)}' object is not callable`, at);
  }
}

/** A value that was written right there has its place already. */
function placeOfValue({ at }: Value, span: Span, scope: Scope): CallSite['at'] {
  const { path, offset } = scope.runtime;
  const isSame =
    at !== undefined && at.start === span.start + offset && at.end === span.end + offset && at.path === path;
  return isSame ? at : placeOf(scope, span);
}

function evaluateArguments(args: readonly Argument[], scope: Scope, at: CallSite['at']): CallSite {
  const positional: Slot[] = [];
  const keywords = new Map<string, Slot>();
  let open: UnknownValue | undefined;
  for (const argument of args) {
    const value = evaluate(argument.value, scope);
    const valueAt = placeOfValue(value, argument.value, scope);
    if (argument.form === 'positional') positional.push(element(value, valueAt));
    else if (argument.form === 'keyword' && argument.name !== undefined) {
      const keyAt = argument.nameSpan && placeOf(scope, argument.nameSpan);
      keywords.set(argument.name, {
        key: str(argument.name, keyAt),
        value,
        at: placeOf(scope, argument),
        keyAt,
        valueAt,
        overrides: undefined,
      });
    } else if (argument.form === 'star') {
      const spread = iterate(value, valueAt, scope.runtime.budget);
      if (spread) {
        scope.runtime.budget.allocate(spread.length);
        for (const slot of spread) positional.push(slot);
      } else open ??= notKnown(value, scope, argument);
    } else if (value.kind === 'dict') {
      scope.runtime.budget.allocate(value.entries.size);
      for (const [key, slot] of value.entries) {
        if (slot.key?.kind !== 'str') throw new PythonError('TypeError', 'keywords must be strings', valueAt);
        if (keywords.has(key))
          throw new PythonError('TypeError', `got multiple values for keyword argument '${key}'`, at);
        keywords.set(key, { ...slot, overrides: undefined });
      }
      open ??= value.open;
    } else if (value.kind === 'unknown' || value.kind === 'object' || value.kind === 'lazy') {
      // Python asks it for its keys.
      refuseLazy(value, valueAt);
      open ??= notKnown(value, scope, argument);
    } else throw new PythonError('TypeError', `argument after ** must be a mapping, not ${typeName(value)}`, valueAt);
  }
  return { args: positional, keywords, open, at };
}

function evaluateFormatted(expression: FormattedString, at: CallSite['at'], scope: Scope): Value {
  const text = formattedText(expression.parts, scope);
  return text === undefined ? unknown('the text contains a value that cannot be known here', at) : str(text, at);
}

function formattedText(parts: readonly (string | ReplacementField)[], scope: Scope): string | undefined {
  let text = '';
  let known = true;
  for (const part of parts) {
    const piece = typeof part === 'string' ? part : fieldText(part, scope);
    if (piece === undefined) known = false;
    else text += piece;
    scope.runtime.budget.text(text.length);
  }
  return known ? text : undefined;
}

function fieldText(field: ReplacementField, scope: Scope): string | undefined {
  const value = evaluate(field.value, scope);
  const spec = field.format ? formattedText(field.format, scope) : '';
  if (spec === undefined || value.kind === 'unknown') return undefined;
  const conversion = field.conversion ?? (field.selfDocumenting !== undefined && !field.format ? 'r' : undefined);
  const shown = conversion ? converted(value, conversion) : value;
  const text = shown && formatValue(shown, spec, placeOf(scope, field), scope.runtime.budget);
  return text === undefined ? undefined : (field.selfDocumenting ?? '') + text;
}
