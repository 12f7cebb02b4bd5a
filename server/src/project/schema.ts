import * as z from 'zod/mini';
import { registry } from '../rules/registry.generated.ts';
import { isPattern } from './glob.ts';

const severity = z.enum(['error', 'warning', 'info', 'hint', 'off']);
const count = z.int().check(z.positive());
const path = z.string().check(z.minLength(1));
const pattern = z.string().check(z.refine(isPattern));

/** What a project file may say; the documentation of each key is docs/configuration.md. */
export const projectSchema = z.strictObject({
  rules: z.optional(z.partialRecord(z.enum(registry.map(({ id }) => id)), severity)),
  'iters-per-epoch': z.optional(z.union([count, z.record(pattern, count)])),
  numbers: z.optional(z.enum(['literals', 'expressions'])),
  schedulers: z.optional(z.enum(['iterations', 'convert-to-iter-based'])),
  exclude: z.optional(z.array(pattern)),
  'search-path': z.optional(z.array(path)),
  python: z.optional(path),
  baseline: z.optional(path),
});

export type ProjectSettings = z.infer<typeof projectSchema>;

/** What each key takes, for people who wrote something else. */
export const EXPECTED: Readonly<Record<keyof ProjectSettings, string>> = {
  rules: 'a table from names of rules to `"error"`, `"warning"`, `"info"`, `"hint"` or `"off"`',
  'iters-per-epoch': 'a whole number, 1 or more, or a table from patterns of paths to such numbers',
  numbers: '`"literals"` or `"expressions"`',
  schedulers: '`"iterations"` or `"convert-to-iter-based"`',
  exclude: 'a list of patterns of paths, such as `["legacy/**"]`',
  'search-path': 'a list of folders, such as `["../mmdetection"]`',
  python: 'the path of a Python interpreter or environment, such as `".venv"`',
  baseline: 'the path of a file that `mmlens check --write-baseline` wrote',
};

/** What the settings may be for one rule. */
export const SEVERITIES = severity.options;
