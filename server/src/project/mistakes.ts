import type { $ZodIssue } from 'zod/v4/core';
import { closest } from '../mmengine/editDistance.ts';
import { registry } from '../rules/registry.generated.ts';
import { EXPECTED, projectSchema, SEVERITIES } from './schema.ts';

/** One setting that the schema does not allow, in words. */
export interface Mistake {
  readonly keyPath: readonly PropertyKey[];
  readonly message: string;
  /** The name that was probably meant. */
  readonly meant?: string;
}

/** What a validation found, in words. */
export function mistakesIn(issues: readonly $ZodIssue[], data: unknown): Mistake[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(issue.path, key));
    // Of several forms, the one that only an element does not fit is the one that was meant.
    const meant =
      issue.code === 'invalid_union' && issue.errors.find((form) => form.every(({ path }) => path.length > 0));
    if (meant)
      return mistakesIn(
        meant.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })),
        data,
      );
    return [wrongValue(issue.path, data)];
  });
}

function unknownKey(path: readonly PropertyKey[], key: string): Mistake {
  const isRule = path[0] === 'rules';
  const known = isRule ? registry.map(({ id }) => id) : Object.keys(projectSchema.shape);
  const meant = closest(key.replaceAll('_', '-'), known);
  const what = isRule ? `There is no rule \`${key}\`` : `\`${key}\` is not a setting`;
  const rest = isRule
    ? '`mmlens rule` lists all rules.'
    : `The settings are ${known.map((name) => `\`${name}\``).join(', ')}.`;
  return {
    keyPath: [...path, key],
    message: meant === undefined ? `${what}. ${rest}` : `${what}; did you mean \`${meant}\`?`,
    ...(meant !== undefined && { meant }),
  };
}

function wrongValue(path: readonly PropertyKey[], data: unknown): Mistake {
  const [key, inner] = path;
  const expected = EXPECTED[key as keyof typeof EXPECTED];
  if (key === undefined) return { keyPath: [], message: 'The settings must be a table.' };
  const given = shown(path.reduce<unknown>((value, each) => Object(value)[each], data));
  if (key === 'rules' && inner !== undefined) {
    const choice = SEVERITIES.map((name) => `"${name}"`).join(', ');
    return { keyPath: path, message: `The setting of a rule is one of ${choice}; this is ${given}.` };
  }
  return { keyPath: path, message: `\`${String(key)}\` takes ${expected}; this is ${given}.` };
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a table';
  return `\`${JSON.stringify(value)}\``;
}
