// Writes docs/rules/<id>.md, the table between the rule markers of README.md and docs/mmlens.schema.json from the rules and
// the schema of project files themselves.
// `--check` changes nothing and fails when any of them is stale.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const checkOnly = process.argv.includes('--check');
const stale = [];

const { registry, rulePage, ruleTable, projectFile } = await loadRules();
const pages = new Map(registry.map((rule) => [`docs/rules/${rule.id}.md`, rulePage(rule)]));
for (const [path, text] of pages) update(path, text);
for (const name of existsSync(`${root}docs/rules`) ? readdirSync(`${root}docs/rules`) : [])
  if (!pages.has(`docs/rules/${name}`)) remove(`docs/rules/${name}`);
update('docs/mmlens.schema.json', `${JSON.stringify({ title: 'mmlens.toml', ...projectFile }, undefined, 2)}\n`);
const readme = read('README.md');
const marked = /(<!-- rules:begin -->\n)[\s\S]*?(<!-- rules:end -->)/;
if (!marked.test(readme)) throw new Error('README.md has no <!-- rules:begin --> and <!-- rules:end --> markers');
update(
  'README.md',
  readme.replace(marked, (_, begin, end) => `${begin}${ruleTable(registry, 'docs/rules')}\n${end}`),
);

if (checkOnly && stale.length > 0) {
  console.error(`Stale, run \`npm run generate\`:\n${stale.map((path) => `  ${path}`).join('\n')}`);
  process.exit(1);
}

/** The rules are TypeScript: bundled in memory, so that any supported Node can import them. */
async function loadRules() {
  const result = await build({
    stdin: {
      contents: `
        import { toJSONSchema } from 'zod/mini';
        import { projectSchema } from '../project/schema.ts';
        export { registry } from './registry.generated.ts';
        export { rulePage, ruleTable } from './page.ts';
        export const projectFile = toJSONSchema(projectSchema, { target: 'draft-7' });
      `,
      resolveDir: `${root}server/src/rules`,
    },
    bundle: true,
    format: 'esm',
    // Nothing here asks for Node, and some packages have plain modules only for a browser.
    platform: 'browser',
    write: false,
  });
  const code = Buffer.from(result.outputFiles[0].contents).toString('base64');
  return import(`data:text/javascript;base64,${code}`);
}

function read(path) {
  return existsSync(root + path) ? readFileSync(root + path, 'utf8') : '';
}

function update(path, text) {
  if (read(path) === text) return;
  stale.push(path);
  if (checkOnly) return;
  mkdirSync(`${root}docs/rules`, { recursive: true });
  writeFileSync(root + path, text);
}

function remove(path) {
  stale.push(path);
  if (!checkOnly) rmSync(root + path);
}
