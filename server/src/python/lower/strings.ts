import type { Node } from 'web-tree-sitter';
import type { Expression, FormattedString, ReplacementField } from '../syntax.ts';
import { childrenOf, type LoweringContext } from './context.ts';
import { lowerExpression, lowerSequence } from './expressions.ts';
import { stringParts, unescapeString } from './literals.ts';

type Part = string | ReplacementField;

/** A string, or several adjacent ones, which Python joins. */
export function lowerString(node: Node, context: LoweringContext): Expression {
  const nodes = node.type === 'concatenated_string' ? childrenOf(node) : [node];
  const parts: Part[] = [];
  const state: { bytes: boolean | undefined; formatted: boolean; unsupported: string | undefined } = {
    bytes: undefined,
    formatted: false,
    unsupported: undefined,
  };
  for (const literal of nodes) {
    const cut = stringParts(context.text, literal.startIndex, literal.endIndex);
    if (cut === undefined) {
      state.unsupported = 'a string that never ends';
      continue;
    }
    if (!/^(?:[rubft]|br|rb|fr|rf|tr|rt)?$/.test(cut.prefix)) context.problem(literal, 'invalid syntax');
    const bytes = cut.prefix.includes('b');
    if (state.bytes !== undefined && state.bytes !== bytes)
      context.problem(node, 'cannot mix bytes and nonbytes literals');
    state.bytes = bytes;
    const add = (from: number, to: number, formatted: boolean): void => {
      const source = context.text.slice(from, to);
      const braces = formatted ? source.replaceAll('{{', '{').replaceAll('}}', '}') : source;
      const unescaped = unescapeString(braces, cut.prefix.includes('r'), bytes);
      if ('text' in unescaped) append(parts, unescaped.text);
      else if ('error' in unescaped) context.problem(literal, unescaped.error);
      else state.unsupported = unescaped.unsupported;
    };
    if (!/[ft]/.test(cut.prefix)) {
      add(cut.contentStart, cut.contentEnd, false);
      continue;
    }
    state.formatted = true;
    let position = cut.contentStart;
    for (const child of childrenOf(literal)) {
      if (child.type !== 'interpolation') continue;
      add(position, child.startIndex, true);
      parts.push(...lowerField(child, context));
      position = child.endIndex;
    }
    add(position, cut.contentEnd, true);
  }
  const span = context.span(node);
  if (state.unsupported !== undefined) return { kind: 'Unsupported', what: state.unsupported, broken: false, ...span };
  if (state.formatted) return { kind: 'FormattedString', parts, ...span } satisfies FormattedString;
  return { kind: 'String', value: parts.join(''), bytes: state.bytes ?? false, ...span };
}

function append(parts: Part[], text: string): void {
  const last = parts.at(-1);
  if (text === '') return;
  if (typeof last === 'string') parts[parts.length - 1] = last + text;
  else parts.push(text);
}

function lowerField(node: Node, context: LoweringContext): Part[] {
  const values = node.childrenForFieldName('expression').filter((child): child is Node => child?.isNamed === true);
  const last = values.at(-1);
  const conversion = node.childForFieldName('type_conversion');
  const specifier = node.childForFieldName('format_specifier');
  const equals = last && /^\s*=/.exec(context.text.slice(last.endIndex, node.endIndex));
  const debug = equals ? context.text.slice(node.startIndex + 1, last.endIndex) + equals[0] : undefined;
  // What follows the sign up to the brace or the conversion belongs to the text as well.
  const spaces =
    debug !== undefined
      ? (/^\s*/.exec(context.text.slice(last ? last.endIndex + (equals?.[0].length ?? 0) : 0))?.[0] ?? '')
      : '';
  const field: ReplacementField = {
    value: values.length === 1 && last ? lowerExpression(last, context) : lowerSequence(values, node, context),
    conversion: conversion ? (context.source(conversion).slice(1) as 'r' | 's' | 'a') : undefined,
    format: specifier ? lowerSpecifier(specifier, context) : undefined,
    selfDocumenting: debug === undefined ? undefined : debug + spaces,
    ...context.span(node),
  };
  return [field];
}

function lowerSpecifier(node: Node, context: LoweringContext): Part[] {
  const parts: Part[] = [];
  let position = node.startIndex + 1;
  for (const child of childrenOf(node)) {
    if (child.type !== 'format_expression' && child.type !== 'interpolation') continue;
    append(parts, context.text.slice(position, child.startIndex));
    parts.push(...lowerField(child, context));
    position = child.endIndex;
  }
  append(parts, context.text.slice(position, node.endIndex));
  return parts;
}
