import { spawnSync } from 'node:child_process';

/*
 * The main job on a shipped example: what is wrong with it, and the same training counted in iterations.
 * `npm run demo` builds first.
 */
const CONFIG = 'examples/field_crops/unet_4xb8-40e_field-crops.py';

/** Finding something is what `check` is for: its exit status 1 is expected here. */
const steps = [
  { args: ['check', CONFIG], expected: 1 },
  { args: ['convert', CONFIG, '--to', 'iter'], expected: 0 },
];

for (const { args, expected } of steps) {
  console.log(`\n$ mmlens ${args.join(' ')}\n`);
  const { status } = spawnSync(process.execPath, ['dist/cli.js', ...args], { stdio: 'inherit' });
  if (status !== expected) {
    console.error(`mmlens ${args[0]} ended with status ${status}; ${expected} was expected.`);
    process.exit(1);
  }
}
