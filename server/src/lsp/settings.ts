import type { NumberSetting, RuleSetting, SchedulerSetting, Settings } from '../protocol.ts';

const RULE_SETTINGS: ReadonlySet<unknown> = new Set<RuleSetting>(['error', 'warning', 'info', 'hint', 'off']);

/** The settings as far as they are valid: what an editor sends is what a person typed. */
export function readSettings(given: unknown): Settings {
  if (!isRecord(given)) return {};
  const { itersPerEpoch, python, rules, conversion } = given;
  const { interpreter, searchPaths } = isRecord(python) ? python : {};
  const { numbers, schedulers } = isRecord(conversion) ? conversion : {};
  const chosen: NonNullable<Settings['conversion']> = {
    ...(isNumberSetting(numbers) && { numbers }),
    ...(isSchedulerSetting(schedulers) && { schedulers }),
  };
  return {
    ...(typeof itersPerEpoch === 'number' &&
      Number.isSafeInteger(itersPerEpoch) &&
      itersPerEpoch > 0 && { itersPerEpoch }),
    python: {
      ...(typeof interpreter === 'string' && interpreter !== '' && { interpreter }),
      ...(Array.isArray(searchPaths) && { searchPaths: searchPaths.filter((path) => typeof path === 'string') }),
    },
    ...(Object.keys(chosen).length > 0 && { conversion: chosen }),
    ...(isRecord(rules) && {
      rules: Object.fromEntries(
        Object.entries(rules).filter((entry): entry is [string, RuleSetting] => RULE_SETTINGS.has(entry[1])),
      ),
    }),
  };
}

function isNumberSetting(value: unknown): value is NumberSetting {
  return value === 'literals' || value === 'expressions';
}

function isSchedulerSetting(value: unknown): value is SchedulerSetting {
  return value === 'iterations' || value === 'convert-to-iter-based';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
