import type { FileSystem } from '../text/files.ts';
import { type Place, type Range, SourceText } from '../text/source.ts';

/** Places of any file as lines and characters. A file is read once while it stays as it is. */
export class Sources {
  private readonly files: FileSystem;
  private readonly texts = new Map<string, SourceText>();

  constructor(files: FileSystem) {
    this.files = files;
  }

  of(path: string): SourceText {
    let source = this.texts.get(path);
    if (!source) {
      const content = this.files.read(path);
      source = new SourceText(path, content.kind === 'text' ? content.text : '');
      this.texts.set(path, source);
    }
    return source;
  }

  rangeOf(place: Place): Range {
    return this.of(place.path).rangeOf(place);
  }

  forget(path: string): void {
    this.texts.delete(path);
  }

  reset(): void {
    this.texts.clear();
  }
}
