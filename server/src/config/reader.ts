import type { EvaluatedFile } from './evaluated.ts';
import type { ConfigHost } from './host.ts';

/** What evaluating one file asks of the loader: the host, and other files in their evaluated form. */
export interface FileReader {
  readonly host: ConfigHost;
  /**
   * The file as a base of the one that is being evaluated; its dependencies are noted as dependencies of that one.
   * @param as MMEngine reads what a lazy config inherits from as a lazy config, whatever it looks like
   */
  base(path: string, as?: 'lazy'): EvaluatedFile;
}
