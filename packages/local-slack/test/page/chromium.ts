import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page, type WebSocketRoute } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
/** Without these, Chromium contacts Google's hosts at every start. */
const QUIET = ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'];

/** Ends a test that hangs. On a loaded machine, a browser takes long. */
const HANGS_AFTER_MS = 300_000;

export const hasChromium = existsSync(CHROMIUM);
/** The reason for a skipped test. */
export const NO_CHROMIUM = `skipped: there is no ${CHROMIUM}; install Debian's chromium to run the page in it`;

export async function launchChromium(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-sync', ...QUIET];
  return await chromium.launch({ executablePath: CHROMIUM, args, timeout: HANGS_AFTER_MS });
}

export interface OpenPage {
  readonly page: Page;
  /** Errors in the browser's console, such as failed scripts and violations of the Content Security Policy. */
  readonly errors: readonly string[];
}

/** Opens the page in a new browser context. */
export async function openPage(browser: Browser, url: string, width = 1_280): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme: 'light' });
  context.setDefaultTimeout(HANGS_AFTER_MS);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico')) errors.push(message.text());
  });
  await page.goto(url);
  await page.getByRole('log').waitFor();
  return { page, errors };
}

export interface BreakableLive {
  open(url: string): Promise<Page>;
  /** Breaks the live connection and every later one. */
  cut(): void;
  mend(): void;
}

/** A page whose live connection can break while the server runs. */
export async function breakableLive(browser: Browser): Promise<BreakableLive> {
  const page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(HANGS_AFTER_MS);
  const open = new Set<WebSocketRoute>();
  let isCut = false;
  await page.routeWebSocket(/\/page\/live\?/, async (socket) => {
    if (isCut) return await socket.close();
    socket.connectToServer();
    open.add(socket);
  });
  return {
    open: async (url) => {
      await page.goto(url);
      await page.getByRole('log').waitFor();
      return page;
    },
    cut: () => {
      isCut = true;
      for (const socket of open) void socket.close();
      open.clear();
    },
    mend: () => {
      isCut = false;
    },
  };
}
