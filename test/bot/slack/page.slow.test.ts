import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium, launchChromium, NO_CHROMIUM, type OpenPage, openPage } from '#local-slack/test/page/chromium.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const MESSAGE = 'Message #nba-predictions, or type / for a command';

describe.skipIf(!hasChromium)(hasChromium ? 'npm start, seen in Chromium' : NO_CHROMIUM, () => {
  let folder: string;
  let tipoff: ChildProcess;
  let browser: Browser;
  let open: OpenPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'page-tipoff-'));
    const env = { ...process.env, TIPOFF_DATA: folder };
    tipoff = spawn(process.execPath, ['tipoff.js', 'up'], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
    browser = await launchChromium();
    open = await openPage(browser, await addressOf(tipoff));
  });
  afterAll(async () => {
    await browser.close();
    const ended = once(tipoff, 'exit');
    tipoff.kill('SIGINT');
    await ended;
    await rm(folder, { recursive: true });
  });

  test('the message of tonight’s batch changes from progress to results', async () => {
    const { page } = open;
    const result = page.getByRole('heading', { name: /is ready$/ });
    await result.waitFor();
    // In the hour before the first tip-off, the channel also has its card.
    expect(await page.getByRole('article').filter({ has: result }).count()).toBe(1);
    expect(await page.getByRole('row').count()).toBeGreaterThan(5);
  });

  test('a command is answered to its caller', async () => {
    const { page } = open;
    await page.getByRole('combobox', { name: MESSAGE }).fill('/batch status');
    await page.keyboard.press('Enter');
    await page.getByText('Only visible to you').waitFor();
    expect(await page.getByText(/players done/).count()).toBe(1);
  });

  test('a button opens the full slate, and Escape closes it', async () => {
    const { page, errors } = open;
    await page.getByRole('button', { name: 'Full slate' }).click();
    await page.getByRole('dialog', { name: /^Slate of/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(errors).toEqual([]);
  });
});

async function addressOf({ stdout }: ChildProcess): Promise<string> {
  let said = '';
  for await (const chunk of stdout ?? []) {
    said += String(chunk);
    const address = /http:\/\/127\.0\.0\.1:\d+\/\?key=\S+/.exec(said)?.[0];
    if (address !== undefined) return address;
  }
  throw new Error(`tipoff ended without an address: ${said}`);
}
