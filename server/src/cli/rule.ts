import { rulePage } from '../rules/page.ts';
import { registry } from '../rules/registry.generated.ts';
import { EXIT_OK, EXIT_USAGE, Failure } from './exit.ts';
import { colors, print } from './output.ts';

/** `mmlens rule`: one rule's page, or the list of all. */
export async function rule(id: string | undefined): Promise<number> {
  if (id === undefined) {
    const width = Math.max(...registry.map((known) => known.id.length));
    const lines = registry.map(
      (known) => `${colors.bold(known.id.padEnd(width))}  ${known.severity.padEnd(7)}  ${known.summary}`,
    );
    await print(`${lines.join('\n')}\n`);
    return EXIT_OK;
  }
  const found = registry.find((known) => known.id === id);
  if (!found) throw new Failure(`there is no rule '${id}'; \`mmlens rule\` lists all rules`, EXIT_USAGE);
  await print(rulePage(found));
  return EXIT_OK;
}
