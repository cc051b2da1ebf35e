import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Running, run } from '../support/processes.js';
import { scratchFolder } from '../support/scratch.js';

const CHROMIUM = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path && existsSync(path));
if (!CHROMIUM) {
  console.warn(
    'SKIPPED: the browser test needs a Chromium; install one (apt-get install chromium) or set CHROMIUM_PATH.',
  );
}
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
];

describe.skipIf(!CHROMIUM)('the sandbox page in a browser', () => {
  let program: Running;
  let browser: Browser;
  let address: string;

  beforeAll(async () => {
    const folder = await scratchFolder();
    program = run('src/main.js', [], { SANDBOX_PORT: '0', PORT: '0', EPIC_DATA_DIR: folder });
    [, address] = (await program.until(/Open\s+(http:\S+)/)) as unknown as [string, string];
    browser = await chromium.launch({ executablePath: CHROMIUM as string, args: FLAGS });
  });

  afterAll(async () => {
    await browser?.close();
    await program?.kill('SIGTERM');
  });

  const open = async (size: { width: number; height: number }): Promise<{ page: Page; faults: string[] }> => {
    const page = await browser.newPage({ viewport: size });
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    await page.goto(address);
    return { page, faults };
  };

  it('types the command, clicks Approve and reads what came of it', async () => {
    const { page, faults } = await open({ width: 1440, height: 900 });
    const messages = page.getByTestId('messages');
    await page.getByTestId('composer-input').fill('/epic status core-php');
    await page.keyboard.press('Enter');
    await messages.getByText('28 open · 15 audits').waitFor();

    await messages.getByRole('button', { name: 'Approve dispatch' }).first().click();
    await messages.getByText(/Approved by Snider/).waitFor();
    await messages.getByRole('button', { name: 'Undo' }).waitFor();
    await messages.getByText(/picked up by the agent|dispatched/).waitFor();
    expect(await messages.getByText(/1 used · 599 of 600 left/).count()).toBeGreaterThan(0);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('answers on a phone, by the keyboard alone, without scrolling sideways', async () => {
    const { page, faults } = await open({ width: 390, height: 844 });
    // The slash takes the focus to the composer from wherever it is.
    await page.keyboard.type('/epic budget');
    await page.keyboard.press('Enter');
    await page
      .getByTestId('messages')
      .getByText(/of 600 tasks left/)
      .first()
      .waitFor();
    const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
    expect(overflow).toBeLessThanOrEqual(0);
    expect(faults).toEqual([]);
    await page.close();
  });
});
