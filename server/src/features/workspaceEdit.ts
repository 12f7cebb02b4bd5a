import type { AnnotatedTextEdit, ChangeAnnotation, TextEdit, WorkspaceEdit } from 'vscode-languageserver';

/** The open document that is to be edited, and what its editor understands. */
export interface EditTarget {
  readonly uri: string;
  /** null for a file that is not open. */
  readonly version: number | null;
  /** Edits that are bound to a version. */
  readonly documentChanges: boolean;
  /** Edits in groups that the user can look at and untick. */
  readonly changeAnnotations: boolean;
}

/** Edits that belong together, and what they are called in a preview. */
export interface EditGroup {
  readonly label: string;
  readonly description?: string;
  readonly edits: readonly TextEdit[];
}

/** One change of one document, as far as its editor understands more than plain edits. */
export function workspaceEdit(target: EditTarget, groups: readonly EditGroup[]): WorkspaceEdit {
  const { uri, version, documentChanges, changeAnnotations } = target;
  const plain = groups.flatMap(({ edits }) => edits);
  if (!documentChanges) return { changes: { [uri]: plain } };
  const textDocument = { uri, version };
  if (!changeAnnotations) return { documentChanges: [{ textDocument, edits: plain }] };
  const annotations: Record<string, ChangeAnnotation> = {};
  const annotated: AnnotatedTextEdit[] = [];
  for (const [index, { label, description, edits }] of groups.entries()) {
    const annotationId = `step-${index}`;
    annotations[annotationId] = { label, needsConfirmation: false, ...(description !== undefined && { description }) };
    for (const edit of edits) annotated.push({ ...edit, annotationId });
  }
  return { documentChanges: [{ textDocument, edits: annotated }], changeAnnotations: annotations };
}
