import type { DocumentLink } from 'vscode-languageserver';
import type { FeatureContext } from './context.ts';
import { shortPath } from './markdown.ts';
import { uriOf } from './uri.ts';

/** A link on each base that was found. */
export function documentLinks({ analysis: { loaded } }: FeatureContext): DocumentLink[] {
  const links: DocumentLink[] = [];
  for (const { path, at } of loaded.bases) {
    if (path === undefined || at.path !== loaded.path) continue;
    const quoted = /^[rRuUbBfF]*(['"]).*\1$/s.exec(loaded.source.slice(at));
    const inset = quoted ? 1 : 0;
    const span = { start: at.start + inset, end: at.end - inset };
    links.push({ range: loaded.source.rangeOf(span), target: uriOf(path), tooltip: `Open ${shortPath(path)}` });
  }
  return links;
}
