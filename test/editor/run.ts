import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { installCodeServer, startCodeServer } from './codeServer.ts';
import { startBrowser, Workbench } from './workbench.ts';

/*
 * The packaged extension in a real editor: `npm run test:editor`. With `--pictures` the screenshots go to docs/images,
 * where the README shows them; otherwise beside the log.
 */

const VSIX = resolve('dist/mmengine-lens.vsix');

const SETTINGS = {
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.startupEditor': 'none',
  'workbench.reduceMotion': 'on',
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

const report = process.env.MMLENS_REPORT;
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
  const folder = join(scratch, 'workspace');
  try {
    await mkdir(pictures, { recursive: true });
    await cp(resolve('examples/field_crops'), folder, { recursive: true });
    await cp(resolve('test/editor/fixtures'), folder, { recursive: true });
    const server = await startCodeServer(codeServer, VSIX, join(scratch, 'profile'), settings);
    try {
      await inBrowser(scratch, async (browser) => {
        const open = (name: string) => Workbench.open(browser, server.address, folder, name);
        await inherited(await open('unet_4xb8-40e_field-crops.py'), pictures);
        await asked(await open('half_converted.py'), pictures);
      });
    } finally {
      await server.stop();
    }
    await rm(scratch, { recursive: true });
  } catch (error) {
    count.numFailedTests += 1;
    console.error(error);
    console.error(`✗ The log and pictures of the end are in ${scratch}.`);
  }
}

async function inBrowser(scratch: string, action: (browser: Browser) => Promise<void>): Promise<void> {
  const browser = await startBrowser();
  try {
    await action(browser);
  } catch (error) {
    const pages = browser.contexts().flatMap((context) => context.pages());
    for (const [index, page] of pages.entries()) await page.screenshot({ path: join(scratch, `failure-${index}.png`) });
    throw error;
  } finally {
    await browser.close();
  }
}

/** The shipped example: epoch-based training over iteration-based bases. It says itself how long an epoch is. */
async function inherited(editor: Workbench, pictures: string): Promise<void> {
  const original = await editor.onDisk();
  const line = 1 + original.split('\n').findIndex((text) => text.startsWith('train_cfg'));
  await step('squiggles appear', async () => {
    await editor.squiggle('error');
    await editor.squiggle('warning');
    await editor.goTo(2);
    await editor.shows(/=\s625\siterations/);
    await editor.screenshot(join(pictures, 'squiggle.png'));
  });
  await step('the status bar names the training', async () => {
    assert.equal(await editor.status(), 'Epochs: 40');
  });
  await step('the hover gives the reason', async () => {
    const text = await editor.hover('error');
    await editor.screenshot(join(pictures, 'hover.png'));
    assert.match(text, /infinite-sampler-in-epoch-loop/);
    assert.match(text, /the first epoch never ends/);
  });
  await step('the light bulb converts the file', async () => {
    await editor.lightBulb(line, 'Convert to iteration-based training');
    const converted = await editor.saved();
    await editor.clean();
    await editor.goTo(2);
    await editor.shows(/=\s24\sepochs,\s36\sepochs/);
    await editor.screenshot(join(pictures, 'converted.png'));
    assert.match(converted, /type='IterBasedTrainLoop', max_iters=5000, val_interval=625/);
    assert.match(converted, /milestones=\[3000, 4500\]/);
    assert.match(converted, /checkpoint=dict\(by_epoch=False, interval=625,/);
    assert.match(converted, /# The best one is what we publish\.\n/);
    assert.equal(await editor.status(), 'Iters: 5,000');
  });
  await step('undo restores it', async () => {
    await editor.undo();
    assert.equal(await editor.saved(), original);
    await editor.squiggle('error');
  });
}

/** A config that does not say how long an epoch is. */
async function asked(editor: Workbench, pictures: string): Promise<void> {
  const original = await editor.onDisk();
  await step('the command asks for the length of an epoch and converts', async () => {
    await editor.squiggle('error');
    await editor.command('MMEngine Lens: Convert to Iteration-Based Training');
    await editor.answer('1000');
    const converted = await editor.saved();
    assert.match(converted, /max_iters=10000\b/);
    assert.match(converted, /val_interval=2000\b/);
    assert.match(converted, /milestones=\[6000, 8000\]/);
    assert.match(converted, /CheckpointHook', interval=2000, by_epoch=False/);
    assert.match(converted, /^# Two drops, near the end\.$/m);
    assert.doesNotMatch(converted, /max_epochs|by_epoch=True/);
    await editor.clean();
    await editor.undo();
    assert.equal(await editor.saved(), original);
  });
  await step('the preview shows the change, and leaves out what is unticked', async () => {
    await editor.command('MMEngine Lens: Preview Conversion');
    await editor.choose('Iteration-based training');
    await editor.answer('1000');
    await editor.compared('milestones=[6000, 8000]');
    await editor.screenshot(join(pictures, 'preview.png'));
    await editor.untick('param_scheduler');
    await editor.compared('milestones=[6, 8]');
    assert.equal(await editor.onDisk(), original);
    await editor.accept();
    const converted = await editor.saved();
    assert.match(converted, /max_iters=10000\b/);
    assert.match(converted, /milestones=\[6, 8\], by_epoch=True/);
  });
}

async function step(name: string, action: () => Promise<void>): Promise<void> {
  const start = performance.now();
  await action();
  count.numPassedTests += 1;
  console.log(`✓ ${name} (${Math.round(performance.now() - start)} ms)`);
}
