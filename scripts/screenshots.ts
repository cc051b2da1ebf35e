/**
 * `npm run screenshots`: starts the sandbox, types a command in a real browser, and takes the pictures of the
 * documentation. Needs a Chromium: CHROMIUM_PATH, or one that is installed in the usual place.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { projectRoot } from '../src/paths.js';

const CHROMIUM = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
];
const LARGEST = 400_000;
const START_WITHIN = 60_000;
/** Long enough for the page to come to rest after something has changed. */
const REST = 500;

interface Picture {
  file: string;
  width: number;
  height: number;
  theme: 'light' | 'dark';
  /** What is done before the picture is taken, once the report stands there. */
  pose(page: Page): Promise<void>;
}

const PICTURES: Picture[] = [
  { file: 'sandbox-phone.png', width: 390, height: 844, theme: 'light', pose: showReport },
  { file: 'sandbox.png', width: 1440, height: 900, theme: 'light', pose: askForStatus },
  { file: 'audit-phone.png', width: 390, height: 844, theme: 'light', pose: (page) => askForAudits(page) },
  { file: 'audit.png', width: 1440, height: 900, theme: 'light', pose: (page) => askForAudits(page) },
  { file: 'sandbox-dark.png', width: 1440, height: 900, theme: 'dark', pose: showReport },
  { file: 'onboarding-phone.png', width: 390, height: 844, theme: 'light', pose: onboard },
  { file: 'onboarding.png', width: 1440, height: 900, theme: 'light', pose: showOnboarding },
  // Last, since an open modal belongs to the person and would stand in every later picture.
  { file: 'review.png', width: 1440, height: 900, theme: 'light', pose: reviewDraft },
  { file: 'review-phone.png', width: 390, height: 844, theme: 'light', pose: editFinding },
];

const executablePath = CHROMIUM.find((path) => path && existsSync(path));
if (executablePath) await takeAll(executablePath);
else {
  process.stderr.write(
    'No Chromium was found, so no pictures were taken: install one (apt-get install chromium) or set CHROMIUM_PATH.\n',
  );
  process.exitCode = 1;
}

async function takeAll(path: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'epic-screenshots-'));
  const sandbox = spawn(process.execPath, ['dist/src/main.js', '--sandbox'], {
    cwd: projectRoot,
    env: { PATH: process.env.PATH, SANDBOX_PORT: '0', PORT: '0', EPIC_DATA_DIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let browser: Browser | undefined;
  try {
    const address = await addressOf(sandbox);
    browser = await chromium.launch({ executablePath: path, args: FLAGS });
    for (const picture of PICTURES) await take(browser, address, picture);
  } finally {
    await browser?.close();
    sandbox.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The page's address, from what the sandbox prints when it is up. */
function addressOf({ stdout }: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    setTimeout(() => reject(new Error(`The sandbox did not start:\n${text}`)), START_WITHIN).unref();
    stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const [, address] = /Open\s+(http:\S+)/.exec(text) ?? [];
      if (address) resolve(address);
    });
    stdout?.on('end', () => reject(new Error('The sandbox ended before it was up.')));
  });
}

async function take(browser: Browser, address: string, picture: Picture): Promise<void> {
  const { file, width, height, theme, pose } = picture;
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: theme });
  await page.goto(address);
  await page.getByTestId('messages').getByText('Good morning').first().waitFor();
  await pose(page);
  await page.waitForTimeout(REST);
  const folder = join(projectRoot, 'docs', 'images');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, file);
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  await page.close();
  const { size } = statSync(path);
  process.stdout.write(`docs/images/${file}  ${width}×${height}  ${Math.round(size / 1_000)} kB\n`);
  if (size > LARGEST)
    throw new Error(`${file} has ${size} bytes, more than ${LARGEST}: too much for a page.`);
}

async function askForStatus(page: Page): Promise<void> {
  await page.getByTestId('composer-input').fill('/epic status core-php');
  await page.keyboard.press('Enter');
  await page.getByTestId('messages').getByText('28 open · 15 audits').waitFor();
}

async function askForAudits(page: Page, repo = 'core-mcp'): Promise<void> {
  await page.getByTestId('composer-input').fill(`/epic audit ${repo}`);
  await page.keyboard.press('Enter');
  await page.getByTestId('messages').getByText(`${repo} #`).first().waitFor();
  await page.getByTestId('messages').getByText('Create all').last().waitFor();
}

/** Its first message; what the stages propose stands in its thread. */
async function onboard(page: Page): Promise<void> {
  await page.getByTestId('composer-input').fill('/epic onboard core-php core-mcp core-api');
  await page.keyboard.press('Enter');
  await showOnboarding(page);
}

async function showOnboarding(page: Page): Promise<void> {
  const first = page.getByTestId('messages').getByText('Onboarding core-php, core-mcp, core-api').last();
  await first.waitFor();
  await first.scrollIntoViewIfNeeded();
}

/** One finding dropped, the others waiting to be looked at. */
async function reviewDraft(page: Page): Promise<void> {
  await askForAudits(page, 'core-api');
  await page.getByTestId('messages').getByRole('button', { name: 'Review' }).last().click();
  const modal = page.getByTestId('modal');
  await modal.getByRole('button', { name: 'Drop' }).nth(1).click();
  await modal.getByText('1 dropped').waitFor();
}

/** In the review that is still open. */
async function editFinding(page: Page): Promise<void> {
  await page.getByTestId('modal').getByRole('button', { name: 'Edit' }).first().click();
  await page.getByTestId('modal').getByText('Title of the issue').waitFor();
}

/** The report is the channel's first message; below its margin, so that on a phone its first buttons are seen whole. */
async function showReport(page: Page): Promise<void> {
  await page.getByTestId('messages').evaluate((list) => {
    list.scrollTop = 20;
  });
}
