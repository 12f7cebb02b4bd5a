import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { rulePage, ruleTable } from '../../../server/src/rules/page.ts';
import { registry } from '../../../server/src/rules/registry.generated.ts';

describe('the index of rules', () => {
  it('is what the folder holds', () => {
    expect(() => execFileSync('node', ['scripts/generate-rules.mjs', '--check'])).not.toThrow();
  });

  it('has no id twice, and every id in kebab-case', () => {
    const ids = registry.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });
});

describe('the page of a rule', () => {
  it.each(registry)('shows every example of $id', (rule) => {
    const page = rulePage(rule);
    for (const { code, others = {} } of [...rule.docs.bad, ...rule.docs.good])
      for (const text of [code, ...Object.values(others)]) expect(page).toContain(text.trimEnd());
  });

  it('is linked from the table', () => {
    const table = ruleTable(registry, 'docs/rules');
    for (const { id } of registry) expect(table).toContain(`(docs/rules/${id}.md)`);
  });
});
