import { type Disposable, EventEmitter, extensions, type Uri } from 'vscode';

/** As much of the Python extension's API as is used here. */
interface PythonApi {
  readonly environments?: {
    getActiveEnvironmentPath(resource?: Uri): { readonly path: string };
    onDidChangeActiveEnvironmentPath(listener: () => void): Disposable;
  };
}

/** The interpreter that the user selected in the Python extension, which need not be installed. Nothing runs it. */
export class SelectedInterpreter implements Disposable {
  private readonly changed = new EventEmitter<void>();
  private subscription: Disposable | undefined;
  private environments: PythonApi['environments'];
  /** Fires when another interpreter is selected, and when the first becomes known. */
  readonly onDidChange = this.changed.event;

  constructor() {
    void this.connect();
  }

  pathFor(resource: Uri | undefined): string | undefined {
    return this.environments?.getActiveEnvironmentPath(resource).path;
  }

  dispose(): void {
    this.subscription?.dispose();
    this.changed.dispose();
  }

  /** Not waited for: the other extension may take its time to start. */
  private async connect(): Promise<void> {
    const extension = extensions.getExtension<PythonApi>('ms-python.python');
    const api = await extension?.activate().then(undefined, () => undefined);
    if (api?.environments === undefined) return;
    this.environments = api.environments;
    this.subscription = api.environments.onDidChangeActiveEnvironmentPath(() => this.changed.fire());
    this.changed.fire();
  }
}
