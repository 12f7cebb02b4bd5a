import type { TextEdit } from '../text/source.ts';
import type { KeyPath } from '../training/plan.ts';

/**
 * Collects changes to the effective config of one file and renders them as the fewest edits of that file's text, in its
 * own style. Inherited keys are overridden in the file at hand; bases are never touched.
 */
export interface ConfigEditor {
  /**
   * The key shall have the value that `expression` (source in the file's language) denotes.
   * Written here: the old expression is replaced. Inherited: an override is added to the nearest local dict, or a new one is made.
   * @returns false when that cannot be done safely; nothing is then recorded.
   */
  set(path: KeyPath, expression: string): boolean;
  /** The key shall be gone from the effective config: deleted here, or its dict overridden with `_delete_=True`. */
  remove(path: KeyPath): boolean;
  /** The key is renamed in place when written here; else set under the new name and removed under the old. */
  rename(path: KeyPath, name: string, expression: string): boolean;
  /** `from module import name` is there (lazy configs). */
  require(module: string, name: string): boolean;
  /** Non-overlapping, in source order; empty when the text already says all of it. */
  edits(): readonly TextEdit[];
}
