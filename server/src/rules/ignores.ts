import type { LoadedConfig } from '../config/result.ts';
import type { SourceText, Span } from '../text/source.ts';
import type { CheckedFinding } from './check.ts';
import { type Directive, meansRules } from './support/directives.ts';

/** A directive that ignores findings, with the names of rules that it kept nothing away of. */
export interface UnusedIgnore {
  readonly directive: Directive;
  /** Empty for an `ignore-file` that names no rule. */
  readonly unused: readonly string[];
}

/** What `# mmlens: ignore[…]` and `# mmlens: ignore-file` comments keep away, and which of them had nothing to do. */
export class Ignores {
  private readonly ignores: readonly Ignore[];
  private readonly source: SourceText;

  /** @param rules the ids of all rules */
  constructor(loaded: LoadedConfig, directives: readonly Directive[], rules: readonly string[]) {
    this.source = loaded.source;
    this.ignores = directives.flatMap((directive) =>
      meansRules(directive, rules) ? [] : ignoreOf(directive, loaded.source),
    );
  }

  /** True when a comment ignores the finding; the comment then has been of use. */
  covers({ rule, place }: Pick<CheckedFinding, 'rule' | 'place'>): boolean {
    let isCovered = false;
    for (const ignore of this.ignores) {
      if (!ignore.names.has(rule) && !ignore.everything) continue;
      if (ignore.line !== undefined && !this.isOn(ignore.line, place)) continue;
      ignore.used.add(rule);
      isCovered = true;
    }
    return isCovered;
  }

  /** @param isCertain whether a rule's silence means that there is nothing to find */
  unused(isCertain: (rule: string) => boolean): readonly UnusedIgnore[] {
    return this.ignores.flatMap(({ directive, names, used, everything }) => {
      if (everything) return used.size === 0 && isCertain('') ? [{ directive, unused: [] }] : [];
      const unused = [...names].filter((name) => !used.has(name) && isCertain(name));
      return unused.length > 0 ? [{ directive, unused }] : [];
    });
  }

  /** A finding stands on the line where it begins and, when it is longer, on the one where it ends. */
  private isOn(line: number, { start, end }: Span): boolean {
    const { source } = this;
    return source.positionAt(start).line === line || source.positionAt(Math.max(start, end - 1)).line === line;
  }
}

interface Ignore {
  readonly directive: Directive;
  readonly names: ReadonlySet<string>;
  /** Undefined: the whole file. */
  readonly line: number | undefined;
  readonly everything: boolean;
  readonly used: Set<string>;
}

function ignoreOf(directive: Directive, source: SourceText): Ignore[] {
  const { word, names } = directive;
  const isFile = word === 'ignore-file';
  if (!isFile && word !== 'ignore') return [];
  const everything = isFile && names === undefined;
  const line = isFile ? undefined : lineOf(directive, source);
  return [{ directive, names: new Set(names?.map(({ id }) => id)), line, everything, used: new Set() }];
}

/** The line that a comment is about: its own, or the next with code when it stands alone. */
function lineOf({ start }: Directive, source: SourceText): number {
  const own = source.positionAt(start).line;
  for (let line = own; ; line++) {
    const from = source.offsetAt({ line, character: 0 });
    const to = source.offsetAt({ line: line + 1, character: 0 });
    if (from === to) return own;
    if (!/^\s*(?:#|$)/.test(source.text.slice(from, to))) return line;
  }
}
