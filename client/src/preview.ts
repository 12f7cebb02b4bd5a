import {
  commands,
  type Disposable,
  EventEmitter,
  type QuickPickItem,
  TabInputTextDiff,
  type TextDocument,
  type TextDocumentContentProvider,
  type Uri,
  window,
  workspace,
} from 'vscode';

const SCHEME = 'mmengine-lens-preview';

/** A part of a change that can be left out. */
export interface Step {
  readonly id: string;
  readonly label: string;
}

/**
 * Shows a change beside the file as it is, before anything is done, with a list in which each step can be unticked.
 * (The editor's own preview of a refactoring starts with every step unticked.)
 */
export class ChangePreview implements TextDocumentContentProvider, Disposable {
  private readonly changed = new EventEmitter<Uri>();
  private readonly texts = new Map<string, string>();
  private readonly registration: Disposable;
  readonly onDidChange = this.changed.event;

  constructor() {
    this.registration = workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  provideTextDocumentContent(uri: Uri): string {
    return this.texts.get(uri.toString()) ?? '';
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }

  /**
   * @param textWith the file with some of the steps done; undefined when that can no longer be said
   * @returns the steps to do; undefined when the user turns away
   */
  async choose(
    { uri }: TextDocument,
    title: string,
    steps: readonly Step[],
    textWith: (ids: ReadonlySet<string>) => Promise<string | undefined>,
  ): Promise<ReadonlySet<string> | undefined> {
    const converted = uri.with({ scheme: SCHEME, authority: '', query: uri.toString() });
    let newest: ReadonlySet<string> | undefined;
    const show = async (ids: ReadonlySet<string>): Promise<void> => {
      newest = ids;
      const text = await textWith(ids);
      if (text === undefined || newest !== ids) return;
      this.texts.set(converted.toString(), text);
      this.changed.fire(converted);
    };
    await show(new Set(steps.map(({ id }) => id)));
    try {
      await commands.executeCommand('vscode.diff', uri, converted, title, { preview: true });
      return await pick(title, steps, (ids) => void show(ids));
    } finally {
      newest = undefined;
      await close(converted);
      this.texts.delete(converted.toString());
    }
  }
}

function pick(
  title: string,
  steps: readonly Step[],
  onDidChange: (ids: ReadonlySet<string>) => void,
): Promise<ReadonlySet<string> | undefined> {
  const list = window.createQuickPick<QuickPickItem & { readonly id: string }>();
  const ticked = (): ReadonlySet<string> => new Set(list.selectedItems.map(({ id }) => id));
  list.title = title;
  list.placeholder = 'Untick what shall stay as it is; Enter converts, Escape changes nothing';
  list.canSelectMany = true;
  list.ignoreFocusOut = true;
  list.items = [...steps];
  list.selectedItems = list.items;
  return new Promise((resolve) => {
    list.onDidChangeSelection(() => onDidChange(ticked()));
    list.onDidAccept(() => {
      resolve(ticked());
      list.hide();
    });
    list.onDidHide(() => {
      resolve(undefined);
      list.dispose();
    });
    list.show();
  });
}

async function close(converted: Uri): Promise<void> {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  const shown = tabs.find(
    ({ input }) => input instanceof TabInputTextDiff && input.modified.toString() === converted.toString(),
  );
  if (shown) await window.tabGroups.close(shown);
}
