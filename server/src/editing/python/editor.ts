import type { LoadedConfig } from '../../config/result.ts';
import { oncePer } from '../../text/oncePer.ts';
import type { TextEdit } from '../../text/source.ts';
import type { KeyPath } from '../../training/plan.ts';
import { type Change, withChange } from '../changes.ts';
import type { ConfigEditor } from '../editor.ts';
import { Sharing } from '../sharing.ts';
import { Draft } from './draft.ts';
import { Imports } from './imports.ts';
import { Planner } from './planner.ts';
import type { SerializeContext } from './serialize.ts';
import { layOut, type SourceEntry } from './source.ts';
import { appendedStatements, isSetting, rankOf } from './statements.ts';
import { detectStyle, type PythonStyle } from './style.ts';
import { type Container, mentions, type ParsedConfig, type SyntaxIndex, syntaxIndexOf } from './syntaxIndex.ts';

/** Edits Python configs and training scripts. */
export class PythonConfigEditor implements ConfigEditor {
  private readonly loaded: LoadedConfig;
  private readonly text: string;
  private readonly index: SyntaxIndex;
  private readonly style: PythonStyle;
  private readonly sharing: Sharing;
  private wanted: Change = {};
  private required: readonly { readonly module: string; readonly name: string }[] = [];
  private planned: readonly TextEdit[] = [];

  constructor(loaded: ParsedConfig) {
    this.loaded = loaded;
    this.text = loaded.source.text;
    const { index, style, sharing } = knowledgeOf(loaded);
    this.index = index;
    this.style = style;
    this.sharing = sharing;
  }

  set(path: KeyPath, expression: string): boolean {
    return this.want(path, { expression });
  }

  remove(path: KeyPath): boolean {
    return this.want(path, { removed: true });
  }

  rename(path: KeyPath, name: string, expression: string): boolean {
    return this.want(path, { renamed: { name, expression } });
  }

  require(module: string, name: string): boolean {
    const before = this.required;
    this.required = [...before, { module, name }];
    const planned = this.plan(this.wanted);
    if (planned) this.planned = planned;
    else this.required = before;
    return planned !== undefined;
  }

  edits(): readonly TextEdit[] {
    return this.planned;
  }

  private want(path: KeyPath, change: Change): boolean {
    const wanted = withChange(this.wanted, path, change);
    const planned = wanted && this.plan(wanted);
    if (!wanted || !planned) return false;
    this.wanted = wanted;
    this.planned = planned;
    return true;
  }

  private plan(wanted: Change): TextEdit[] | undefined {
    const imports = new Imports(this.index.module, this.index, this.text);
    for (const { module, name } of this.required) if (imports.require(module, name) === undefined) return undefined;
    const context: SerializeContext = {
      style: this.style,
      nameOf: (value) => (this.loaded.style === 'lazy' ? imports.nameOf(value) : undefined),
    };
    const draft = new Draft();
    if (!new Planner(this.loaded, this.text, this.index, this.style, this.sharing, context).applyToRoot(wanted, draft))
      return undefined;
    this.placeAdditions(draft);
    const edits = draft.edits(this.text, this.index, this.style);
    edits.push(...appendedStatements(draft.statements, this.index.module, this.text, this.style));
    const unused = (name: string) =>
      this.index
        .usesOf(name)
        .every((use) =>
          edits.some((edit) => edit.span.start <= use.start && use.end <= edit.span.end && !mentions(edit.text, name)),
        );
    edits.push(...imports.edits(this.style, unused));
    edits.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
    const changing = edits.filter((edit) => this.text.slice(edit.span.start, edit.span.end) !== edit.text);
    return overlaps(changing) ? undefined : changing;
  }

  /** New settings: keywords of the `Runner(...)` call in a script, statements elsewhere. */
  private placeAdditions(draft: Draft): void {
    const call = this.loaded.runnerCall && this.index.containerAt(this.loaded.runnerCall.at);
    for (const entry of [...draft.additions].sort((a, b) => rankOf(a.key) - rankOf(b.key))) {
      if (this.loaded.style === 'script' && call) {
        const before = this.follower(call, entry.key);
        draft.changeOf(call).back.push(before === undefined ? { entry } : { entry, before });
      } else draft.statements.push({ rank: entry.key, text: this.statementFor(entry) });
    }
  }

  /** The first of the settings at the end of a call that belong behind `key`: where it is added makes no difference then. */
  private follower(call: Container, key: string): number | undefined {
    const nameOf = (i: number) => {
      const span = call.entries[i]?.keySpan;
      return span ? this.text.slice(span.start, span.end) : '';
    };
    let start = call.entries.length;
    while (start > 0 && isSetting(nameOf(start - 1))) start--;
    for (let i = start; i < call.entries.length; i++) if (rankOf(nameOf(i)) > rankOf(key)) return i;
    return undefined;
  }

  private statementFor(entry: SourceEntry): string {
    const inherited = this.loaded.config.entries.get(entry.key);
    if (
      this.loaded.style === 'lazy' &&
      inherited?.value.kind === 'dict' &&
      entry.value.kind === 'dict' &&
      !entry.value.complete
    )
      return `${entry.key}.update(${layOut(entry.value, this.style, '', entry.key.length + 8, 1)})`;
    return `${entry.key} = ${layOut(entry.value, this.style, '', entry.key.length + 3, 0)}`;
  }
}

/** What all editors of a config need to know, and none changes: each fix of each finding has an editor of its own. */
const knowledgeOf = oncePer((loaded: ParsedConfig) => {
  const index = syntaxIndexOf(loaded);
  const style = detectStyle(loaded.source.text, index);
  return { index, style, sharing: new Sharing(loaded.config, loaded.path) };
});

function overlaps(edits: readonly TextEdit[]): boolean {
  let end = -1;
  for (const edit of edits) {
    if (edit.span.start < end) return true;
    end = edit.span.end;
  }
  return false;
}
