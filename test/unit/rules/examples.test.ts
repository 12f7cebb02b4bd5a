import { describe, expect, it } from 'vitest';
import { registry } from '../../../server/src/rules/registry.generated.ts';
import type { Example } from '../../../server/src/rules/rule.ts';
import { check, fixed } from './support.ts';

const ITERS_PER_EPOCH = 1000;

/** What must be mended. */
function problems(files: Readonly<Record<string, string>>, name: string, itersPerEpoch?: number) {
  return check(files, name, itersPerEpoch).findings.filter(
    ({ severity }) => severity === 'error' || severity === 'warning',
  );
}

function filesOf({ file = 'config.py', code, others }: Example) {
  return { name: file, files: { ...others, [file]: code } };
}

function told(findings: readonly { rule: string; message: string }[]): string[] {
  return findings.map(({ rule, message }) => `${rule}: ${message}`);
}

describe.each(registry.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  it('is documented', () => {
    expect(rule.docs.what).not.toBe('');
    expect(rule.docs.why).not.toBe('');
    expect(rule.summary).toMatch(/\.$/);
    if (id !== 'config-file-skipped') expect(rule.docs.bad.length).toBeGreaterThan(0);
    expect(rule.docs.good.length).toBeGreaterThan(0);
  });

  it.each(rule.docs.bad)('finds its bad example %#', (example) => {
    const { name, files } = filesOf(example);
    const { findings } = check(files, name);
    expect(told(findings.filter((finding) => finding.rule === id))).toHaveLength(1);
    for (const { place, message } of findings) {
      expect(place.path).toBe(`/configs/${name}`);
      expect(message).toMatch(/^[A-Z`'].*\.$/s);
    }
  });

  it.each(rule.docs.good)('leaves its good example %# alone', (example) => {
    const { name, files } = filesOf(example);
    expect(told(problems(files, name))).toEqual([]);
  });

  it.each([undefined, ITERS_PER_EPOCH])('has fixes that work, with %s iterations per epoch', (itersPerEpoch) => {
    for (const example of rule.docs.bad) {
      const { name, files } = filesOf(example);
      const before = check(files, name, itersPerEpoch);
      const known = new Set(before.findings.map((finding) => finding.rule));
      for (const finding of before.findings.filter((found) => found.rule === id))
        for (const [index, fix] of (finding.fixes ?? []).entries()) {
          const after = fixed(files, name, finding, index);
          expect(after[name], fix.title).not.toBe(files[name]);
          const left = check(after, name, itersPerEpoch);
          expect(left.loaded.module?.errors ?? [], `${fix.title}\n${after[name]}`).toEqual([]);
          expect(told(left.findings.filter((found) => found.rule === id)), `${fix.title}\n${after[name]}`).toEqual([]);
          const brought = left.findings.filter(
            ({ rule: other, severity }) => !known.has(other) && (severity === 'error' || severity === 'warning'),
          );
          expect(told(brought), `${fix.title}\n${after[name]}`).toEqual([]);
        }
    }
  });
});
