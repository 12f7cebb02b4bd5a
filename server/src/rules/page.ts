import type { Example, Rule } from './rule.ts';

const OR = '\n\nOr:\n\n';

/** The page of one rule in Markdown: what it looks for, what really happens, examples and what to write instead. */
export function rulePage(rule: Rule): string {
  const { what, why, bad, good } = rule.docs;
  return [
    `# ${rule.id}`,
    `**${rule.summary}** Severity: ${rule.severity}.`,
    '## What it looks for',
    what,
    '## What happens',
    why,
    ...(bad.length > 0 ? ['## Example', bad.map(exampleBlock).join(OR)] : []),
    ...(good.length > 0 ? ['## Instead', good.map(exampleBlock).join(OR)] : []),
    '## When you know better',
    `\`# mmlens: ignore[${rule.id}]\` at the end of the line keeps the finding away.`,
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

function exampleBlock({ file = 'config.py', code, others = {} }: Example): string {
  const inherited = Object.entries(others).map(([name, text]) => named(name, text));
  return [...inherited, inherited.length > 0 ? named(file, code) : fenced(file, code)].join('\n\n');
}

function named(file: string, code: string): string {
  return `\`${file}\`:\n\n${fenced(file, code)}`;
}

function fenced(file: string, code: string): string {
  const language = /\.ya?ml$/.test(file) ? 'yaml' : file.endsWith('.json') ? 'json' : 'python';
  return `\`\`\`${language}\n${code.trimEnd()}\n\`\`\``;
}

/** All rules as a Markdown table. `folder` is where the pages are, relative to the table. */
export function ruleTable(rules: readonly Rule[], folder: string): string {
  return [
    '| Rule | Severity | Finds |',
    '| --- | --- | --- |',
    ...rules.map(({ id, severity, summary }) => `| [${id}](${folder}/${id}.md) | ${severity} | ${summary} |`),
  ].join('\n');
}
