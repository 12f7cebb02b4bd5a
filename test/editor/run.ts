import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { installCodeServer, startCodeServer } from './codeServer.ts';
import { startBrowser, Workbench } from './workbench.ts';

/*
 * The packaged extension in a real editor: `npm run test:editor`. With `--pictures` the screenshots go to docs/images,
 * where the README shows them; otherwise beside the log.
 */

const VSIX = resolve('dist/mmengine-lens.vsix');
const FIXTURES = resolve('test/editor/fixtures');
const CONFIG = 'half_converted.py';
/** Line of `train_cfg`, where the light bulb is pressed. */
const TRAIN_CFG_LINE = 2;

const SETTINGS = {
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.startupEditor': 'none',
  'workbench.activityBar.location': 'hidden',
  'workbench.sideBar.location': 'right',
  'workbench.layoutControl.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'window.commandCenter': false,
  'window.menuBarVisibility': 'hidden',
  'editor.minimap.enabled': false,
  'editor.fontSize': 13,
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'extensions.autoCheckUpdates': false,
  'files.autoSave': 'off',
  'git.enabled': false,
  'telemetry.telemetryLevel': 'off',
};

/** The two hosts that an editor has for extensions, and the setting that chooses ours. */
const HOSTS = {
  node: {},
  browser: { 'remote.extensionKind': { 'mmengine-lens.mmengine-lens': ['web'] } },
};

const report = process.env['MMLENS_REPORT'];
const count = { numPassedTests: 0, numFailedTests: 0 };
const codeServer = await installCodeServer();
for (const [host, settings] of Object.entries(HOSTS)) {
  console.log(`In the ${host} extension host:`);
  await testIn(host, { ...SETTINGS, ...settings });
}
if (report !== undefined) await writeFile(report, JSON.stringify(count));
if (count.numFailedTests > 0) process.exitCode = 1;

async function testIn(host: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), `mmlens-editor-${host}-`));
  const shown = process.argv.includes('--pictures') && host === 'node';
  const pictures = shown ? resolve('docs/images') : join(scratch, 'pictures');
  const workspace = join(scratch, 'workspace');
  try {
    await mkdir(pictures, { recursive: true });
    await mkdir(workspace);
    await copyFile(join(FIXTURES, CONFIG), join(workspace, CONFIG));
    const server = await startCodeServer(codeServer, VSIX, join(scratch, 'profile'), settings);
    try {
      await inBrowser(server.address, workspace, (editor) => test(editor, pictures, scratch));
    } finally {
      await server.stop();
    }
    await rm(scratch, { recursive: true });
  } catch (error) {
    count.numFailedTests += 1;
    console.error(error);
    console.error(`✗ The log and a picture of the end are in ${scratch}.`);
  }
}

async function inBrowser(address: string, folder: string, action: (editor: Workbench) => Promise<void>): Promise<void> {
  const browser = await startBrowser();
  try {
    await action(await Workbench.open(browser, address, folder, CONFIG));
  } finally {
    await browser.close();
  }
}

async function test(editor: Workbench, pictures: string, scratch: string): Promise<void> {
  const original = await readFile(join(FIXTURES, CONFIG), 'utf8');
  try {
    await step('squiggles appear', async () => {
      await editor.squiggle('error');
      await editor.squiggle('warning');
      await editor.screenshot(join(pictures, 'squiggle.png'));
    });
    await step('the status bar names the training', async () => {
      assert.match(await editor.status(), /10/);
    });
    await step('the hover gives the reason', async () => {
      const text = await editor.hover('error');
      await editor.screenshot(join(pictures, 'hover.png'));
      assert.match(text, /infinite-sampler-in-epoch-loop/);
      assert.match(text, /never ends/);
    });
    await step('the light bulb converts the file', async () => {
      await editor.lightBulb(TRAIN_CFG_LINE, 'Convert to iteration-based training');
      await editor.answer('1000');
      const converted = await editor.saved();
      await editor.clean();
      await editor.goTo(TRAIN_CFG_LINE);
      await editor.screenshot(join(pictures, 'converted.png'));
      assert.match(converted, /max_iters=10000\b/);
      assert.match(converted, /val_interval=2000\b/);
      assert.match(converted, /milestones=\[6000, 8000\]/);
      assert.match(converted, /CheckpointHook', interval=2000, by_epoch=False/);
      assert.match(converted, /^# Two drops, near the end\.$/m);
      assert.doesNotMatch(converted, /max_epochs|by_epoch=True/);
    });
    await step('undo restores it', async () => {
      await editor.undo();
      assert.equal(await editor.saved(), original);
      await editor.squiggle('error');
    });
    await step('the command palette converts it, too', async () => {
      await editor.command('MMEngine Lens: Convert to Iteration-Based Training');
      await editor.answer('1000');
      assert.match(await editor.saved(), /max_iters=10000\b/);
      await editor.clean();
    });
  } catch (error) {
    await editor.screenshot(join(scratch, 'failure.png'));
    throw error;
  }
}

async function step(name: string, action: () => Promise<void>): Promise<void> {
  const start = performance.now();
  await action();
  count.numPassedTests += 1;
  console.log(`✓ ${name} (${Math.round(performance.now() - start)} ms)`);
}
