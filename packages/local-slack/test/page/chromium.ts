import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page, type WebSocketRoute } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
/** Without these it looks for Google's hosts at every start. */
const QUIET = ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'];

export const hasChromium = existsSync(CHROMIUM);
/** What a skipped test says. */
export const NO_CHROMIUM = `skipped: there is no ${CHROMIUM}; install Debian's chromium to run the page in it`;

export async function launchChromium(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-sync', ...QUIET];
  return await chromium.launch({ executablePath: CHROMIUM, args });
}

export interface OpenPage {
  readonly page: Page;
  /** What the browser complained of: scripts that failed, what the Content-Security-Policy stopped. */
  readonly complaints: readonly string[];
}

/** The page of a workspace in a browser of its own, without cookies of others. */
export async function openPage(browser: Browser, url: string, width = 1_280): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme: 'light' });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico')) complaints.push(message.text());
  });
  await page.goto(url);
  await page.getByRole('log').waitFor();
  return { page, complaints };
}

export interface BreakableLive {
  open(url: string): Promise<Page>;
  /** Breaks the live connection, and each that is tried after it. */
  cut(): void;
  mend(): void;
}

/** A page whose live connection can be broken while its server goes on. */
export async function breakableLive(browser: Browser): Promise<BreakableLive> {
  const page = await (await browser.newContext()).newPage();
  const open = new Set<WebSocketRoute>();
  let isCut = false;
  await page.routeWebSocket(/\/page\/live$/, async (socket) => {
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
