import { type Expression, inFull, type Statement } from '../../python/index.ts';

/** All statements and expressions of some part of a syntax tree, outer ones first. */
export function* descendants(part: unknown): Iterable<Statement | Expression> {
  if (Array.isArray(part)) {
    for (const item of part) yield* descendants(item);
  } else if (typeof part === 'object' && part !== null) {
    if ('kind' in part) yield part as Statement | Expression;
    for (const child of Object.values(inFull(part))) if (typeof child === 'object') yield* descendants(child);
  }
}

/** `a.b.c`; undefined for any other expression. */
export function dottedName(node: Expression | undefined): string | undefined {
  if (node?.kind === 'Name') return node.id;
  if (node?.kind !== 'Attribute') return undefined;
  const object = dottedName(node.object);
  return object === undefined ? undefined : `${object}.${node.name}`;
}

export function stringValue(node: Expression | undefined): string | undefined {
  return node?.kind === 'String' && !node.bytes ? node.value : undefined;
}
