import { createLens, type Lens, type LensHost } from '../../../server/src/service.ts';
import type { Position } from '../../../server/src/text/source.ts';
import { memoryFiles, memoryHost, parser } from '../../support/memory.ts';

/** The service over files in memory, their names relative to `/`. */
export function lensWith(files: Readonly<Record<string, string>>, more: Partial<LensHost> = {}): Lens {
  const paths = new Map(Object.entries(files).map(([name, text]) => [`/${name}`, text]));
  const { packages } = memoryHost(paths);
  return createLens({
    files: memoryFiles(paths),
    parser,
    environment: {},
    packages: () => ({ ...packages, moduleFile: () => undefined, changed: () => undefined, reset: () => undefined }),
    settings: {},
    ...more,
  });
}

/** Text with a `|` where the cursor is. */
function withCursor(marked: string): { readonly text: string; readonly position: Position } {
  const offset = marked.indexOf('|');
  const before = marked.slice(0, offset).split('\n');
  return {
    text: marked.replace('|', ''),
    position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
  };
}

/** The hover at the cursor of `/config.py`; empty when there is none. */
export function hoverAt(marked: string, others: Readonly<Record<string, string>> = {}): string {
  const { text, position } = withCursor(marked);
  const hover = lensWith({ ...others, 'config.py': text }).hover('/config.py', position);
  return hover ? (hover.contents as { value: string }).value : '';
}
