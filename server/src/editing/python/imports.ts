import type { LazyValue } from '../../config/values.ts';
import type { Module, Statement } from '../../python/index.ts';
import type { TextEdit } from '../../text/source.ts';
import { lineEnd, type PythonStyle } from './style.ts';
import type { SyntaxIndex } from './syntaxIndex.ts';

type ImportFrom = Statement & { kind: 'ImportFrom' };

/** The imports of a lazy config: what is bound already, and what has to be added. */
export class Imports {
  private readonly index: SyntaxIndex;
  private readonly text: string;
  /** `module.name` → the name it is bound to here. */
  private readonly bound = new Map<string, string>();
  private readonly taken = new Set<string>();
  private readonly wanted = new Map<string, Set<string>>();

  constructor(module: Module, index: SyntaxIndex, text: string) {
    this.index = index;
    this.text = text;
    for (const statement of module.body) {
      if (statement.kind === 'Import')
        for (const alias of statement.names) {
          const name = alias.asName ?? alias.name.split('.')[0] ?? alias.name;
          this.taken.add(name);
          this.bound.set(alias.asName ? alias.name : name, name);
        }
      if (statement.kind === 'ImportFrom')
        for (const alias of statement.names) {
          this.taken.add(alias.asName ?? alias.name);
          if (statement.level === 0 && statement.module)
            this.bound.set(`${statement.module}.${alias.name}`, alias.asName ?? alias.name);
        }
      if (statement.kind === 'Assign')
        for (const target of statement.targets) if (target.kind === 'Name') this.taken.add(target.id);
    }
  }

  /** The expression for `module.name` here; undefined when it would have to be imported under a taken name. */
  require(module: string, name: string): string | undefined {
    const dotted = `${module}.${name}`;
    for (let cut = dotted.length; cut > 0; cut = dotted.lastIndexOf('.', cut - 1)) {
      const alias = this.bound.get(dotted.slice(0, cut));
      if (alias !== undefined) return alias + dotted.slice(cut);
    }
    const head = name.split('.')[0] ?? name;
    if (this.taken.has(head) || module === '') return undefined;
    this.bound.set(`${module}.${head}`, head);
    this.taken.add(head);
    const names = this.wanted.get(module) ?? new Set();
    names.add(head);
    this.wanted.set(module, names);
    return name;
  }

  nameOf(value: LazyValue): string | undefined {
    return this.require(value.module, value.name);
  }

  /**
   * One sorted line a module among the imports there are; a name that nothing uses any more makes room.
   * @param isUnused whether no use of a name is left once the other edits are made
   */
  edits(style: PythonStyle, isUnused: (name: string) => boolean): TextEdit[] {
    const edits: TextEdit[] = [];
    const imports = this.index.module.body.filter(
      (statement): statement is ImportFrom => statement.kind === 'ImportFrom' && statement.level === 0,
    );
    for (const [module, names] of [...this.wanted].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const same = imports.find(
        (statement) => statement.module === module && statement.names.every((alias) => alias.name !== '*'),
      );
      const left = [...names].sort();
      if (same) {
        for (const alias of same.names) {
          if (left.length === 0) break;
          if (alias.asName === undefined && isUnused(alias.name)) edits.push({ span: alias, text: left.shift() ?? '' });
        }
        const last = same.names.at(-1);
        if (left.length > 0 && last)
          edits.push({ span: { start: last.end, end: last.end }, text: left.map((name) => `, ${name}`).join('') });
        continue;
      }
      edits.push(this.newLine(`from ${module} import ${left.join(', ')}`, module, imports, style));
    }
    return edits;
  }

  private newLine(line: string, module: string, imports: readonly ImportFrom[], style: PythonStyle): TextEdit {
    const before = imports.findLast((statement) => (statement.module ?? '') < module);
    if (before) {
      const end = lineEnd(this.text, before.end);
      return { span: { start: end, end }, text: style.newline + line };
    }
    const next =
      imports[0] ??
      this.index.module.body.find(
        (statement) => statement.kind === 'With' || statement.kind === 'Import' || statement.kind === 'ImportFrom',
      );
    const start = next?.start ?? this.index.module.body[0]?.start ?? 0;
    return { span: { start, end: start }, text: line + style.newline };
  }
}
