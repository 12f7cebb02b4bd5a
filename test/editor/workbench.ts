import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome'];

export async function startBrowser(): Promise<Browser> {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const executablePath = folders.flatMap((folder) => BROWSERS.map((name) => join(folder, name))).find(existsSync);
  if (executablePath === undefined) throw new Error(`The editor test needs one of: ${BROWSERS.join(', ')}.`);
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}

/** One file open in the editor, handled as a person would: with mouse, keys and eyes. */
export class Workbench {
  private readonly page: Page;
  private readonly file: string;

  private constructor(page: Page, file: string) {
    this.page = page;
    this.file = file;
  }

  static async open(browser: Browser, address: string, folder: string, name: string): Promise<Workbench> {
    const page = await browser.newPage({ viewport: { width: 1240, height: 540 }, deviceScaleFactor: 1.5 });
    page.setDefaultTimeout(30_000);
    const file = join(folder, name);
    const payload = JSON.stringify([['openFile', `vscode-remote://${address}${file}`]]);
    await page.goto(`http://${address}/?folder=${encodeURIComponent(folder)}&payload=${encodeURIComponent(payload)}`);
    await page.locator('.view-lines').first().waitFor();
    // The side bar.
    await page.keyboard.press('Control+b');
    return new Workbench(page, file);
  }

  onDisk(): Promise<string> {
    return readFile(this.file, 'utf8');
  }

  /** Waits for a squiggle of this severity. */
  async squiggle(severity: 'error' | 'warning'): Promise<void> {
    await this.page.locator(`.squiggly-${severity}`).first().waitFor({ state: 'attached' });
  }

  /** Waits until a line reads like this, with what the editor adds to it. */
  async shows(text: RegExp): Promise<void> {
    await this.page.locator('.view-line').filter({ hasText: text }).first().waitFor();
  }

  /** Waits until no squiggle is left. */
  async clean(): Promise<void> {
    await this.page.locator('.squiggly-error, .squiggly-warning').first().waitFor({ state: 'detached' });
  }

  /** Rests the pointer on a squiggle and returns what the editor says there. */
  async hover(severity: 'error' | 'warning'): Promise<string> {
    const box = await this.page.locator(`.squiggly-${severity}`).first().boundingBox();
    if (box === null) throw new Error(`There is no squiggle of severity ${severity} to point at.`);
    await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2 - 4);
    const hover = this.page.locator('.monaco-hover:not(.hidden)').first();
    await hover.waitFor();
    return (await hover.textContent()) ?? '';
  }

  /** Puts the cursor on a line (from 1), opens the light bulb's menu and chooses the entry. */
  async lightBulb(line: number, entry: string): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.goTo(line);
    await this.page.keyboard.press('Control+.');
    const actions = this.page.locator('.action-widget .monaco-list-row');
    await actions.filter({ hasText: entry }).first().click();
  }

  async command(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.type(title);
    await this.choose(title);
  }

  /** Chooses from the list that opens. */
  async choose(entry: string): Promise<void> {
    await this.page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: entry }).first().click();
  }

  /** Waits for a list of ticked entries and unticks one; the others stay as they are. */
  async untick(entry: string): Promise<void> {
    const rows = this.page.locator('.quick-input-widget .monaco-list-row');
    await rows.filter({ hasText: entry }).locator('.monaco-checkbox, input[type=checkbox]').first().click();
  }

  /** Waits until the editor shows two texts side by side and the right one has this in it. */
  async compared(text: string): Promise<void> {
    const right = this.page.locator('.monaco-diff-editor .editor.modified .view-line');
    await right.filter({ hasText: text }).first().waitFor();
  }

  /** Presses the button of the list of ticked entries. */
  async accept(): Promise<void> {
    await this.page.locator('.quick-input-widget .monaco-button').filter({ hasText: 'OK' }).first().click();
  }

  /** Answers the input box that opens. */
  async answer(text: string): Promise<void> {
    await this.type(text);
    await this.page.keyboard.press('Enter');
  }

  async undo(): Promise<void> {
    await this.focus();
    await this.page.keyboard.press('Control+z');
  }

  /** Waits until something changed the text, saves it and returns what is on the disk then. */
  async saved(): Promise<string> {
    await this.page.locator('.tab.active.dirty').waitFor();
    await this.page.keyboard.press('Control+s');
    await this.page.locator('.tab.active:not(.dirty)').waitFor();
    return this.onDisk();
  }

  /** What the status bar says about the training. */
  async status(): Promise<string> {
    const item = this.page.locator('.statusbar-item[id$="mmengineLens.status"]');
    await item.waitFor();
    return (await item.textContent()) ?? '';
  }

  async goTo(line: number): Promise<void> {
    await this.focus();
    await this.page.keyboard.press('Control+g');
    await this.answer(String(line));
  }

  private async type(text: string): Promise<void> {
    await this.page.locator('.quick-input-widget input:focus').waitFor();
    await this.page.keyboard.type(text);
  }

  private async focus(): Promise<void> {
    await this.page.keyboard.press('Control+1');
  }

  async screenshot(path: string): Promise<void> {
    await this.page.screenshot({ path });
  }
}
