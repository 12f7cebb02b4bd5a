import { mmlens } from './run.ts';

/** What `mmlens check --format json` says about a file, as far as the comparisons look at it. */
export interface CheckedFile {
  readonly path: string;
  readonly isConfig: boolean;
  readonly mode: 'epoch' | 'iter' | 'custom' | 'none' | 'unknown';
  readonly diagnostics: readonly CheckedDiagnostic[];
}

export interface CheckedDiagnostic {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info' | 'hint';
  readonly message: string;
}

/** Checks files or folders; findings are an answer, bad usage is an error. */
export async function check(
  paths: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<readonly CheckedFile[]> {
  const { status, stdout, stderr } = await mmlens(['check', '--format', 'json', ...paths], { env });
  if (status !== 0 && status !== 1) throw new Error(`mmlens check: exit ${status}\n${stderr.slice(-2000)}`);
  return (JSON.parse(stdout) as { files: CheckedFile[] }).files;
}
