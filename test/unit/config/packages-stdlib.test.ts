import { describe, expect, it } from 'vitest';
import { isBuiltinModule } from '../../../server/src/config/packages/stdlib.ts';

describe('isBuiltinModule', () => {
  it.each(['os', 'os.path', 'math', '__future__', 'mmengine.config', 'mmengine.config.lazy', 'mmengine.config_tools'])(
    '%s comes with Python or is read by MMEngine itself',
    (name) => expect(isBuiltinModule(name)).toBe(true),
  );

  it.each(['torch', 'mmengine', 'mmengine.hooks', '.os', '..', '', 'osx', 'numpy', 'tomllib'])('%s does not', (name) =>
    expect(isBuiltinModule(name)).toBe(false),
  );
});
