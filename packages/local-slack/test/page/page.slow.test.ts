import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from '@slack/bolt';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pageLoader } from '../../src/server/load-page.ts';
import { type Fixture, openWorkspace } from '../workspace-fixture.ts';
import { breakableLive, hasChromium, launchChromium, NO_CHROMIUM, type OpenPage, openPage } from './chromium.ts';
import { MANIFEST, REFUND_MESSAGE, startSampleApp } from './sample-app.ts';

const bundle = pageLoader();
const MESSAGE = 'Message #general, or type / for a command';

describe.skipIf(!hasChromium)(hasChromium ? 'the page in Chromium' : NO_CHROMIUM, () => {
  let browser: Browser;
  let fixture: Fixture;
  let app: App;
  let ana: OpenPage;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => await browser.close());
  beforeEach(async () => {
    fixture = await openWorkspace({ page: bundle, manifest: MANIFEST });
    app = await startSampleApp(fixture.slack);
    ana = await openPage(browser, fixture.slack.url);
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await app.stop();
    await fixture.close();
  });

  const post = async (message: { text: string; blocks?: typeof REFUND_MESSAGE }) =>
    await app.client.chat.postMessage({ channel: fixture.channel, ...message });
  const composer = (page: Page) => page.getByRole('combobox', { name: MESSAGE });

  test('shows the channel without violating its Content Security Policy', async () => {
    await ana.page.getByRole('heading', { name: '#general' }).waitFor();
    await ana.page.getByText('Live', { exact: true }).waitFor();
    expect(ana.errors).toEqual([]);
  });

  test('a working agent can be stopped, and every page shows it', async () => {
    const { channel } = fixture;
    const { ts = '' } = await post({ text: 'agent-7' });
    const thread = { channel_id: channel, thread_ts: ts };
    await app.client.agents.sessions.setStatus({ ...thread, status: 'processing', title: 'agent-7: the parser' });
    const ben = await openPage(browser, fixture.slack.url);
    const agent = ana.page.getByRole('group', { name: 'Agent: agent-7: the parser' });
    await agent.getByText('Working').waitFor();
    await agent.getByRole('button', { name: 'Stop' }).click();
    await ana.page.getByRole('complementary', { name: 'Thread' }).getByText('Closed', { exact: true }).waitFor();
    expect(await agent.getByRole('button').count()).toBe(0);
    await ben.page.getByText('Closed', { exact: true }).waitFor();
    expect(ana.errors).toEqual([]);
  });

  test('a command is completed with keys, sent, and answered to its sender only', async () => {
    const ben = await openPage(browser, fixture.slack.url);
    await actAs(ben.page, 'Ben Okafor');
    await composer(ana.page).pressSequentially('/or');
    await ana.page.getByRole('option', { name: '/order' }).waitFor();
    await ana.page.keyboard.press('Tab');
    await ana.page.keyboard.press('ArrowDown');
    await ana.page.keyboard.press('Tab');
    expect(await composer(ana.page).inputValue()).toBe('/order status ');
    await ana.page.keyboard.type('o-7');
    await ana.page.keyboard.press('Enter');
    await ana.page.getByText('status for ana: status o-7').waitFor();
    await ana.page.getByText('Only visible to you').waitFor();
    expect(await ben.page.getByText('status for ana').count()).toBe(0);
  });

  test('a button asks for a confirmation, and the message changes on every page', async () => {
    await post({ text: 'Refund the order?', blocks: REFUND_MESSAGE });
    const ben = await openPage(browser, fixture.slack.url);
    await ana.page.getByRole('button', { name: 'Approve' }).click();
    await ana.page.getByRole('alertdialog').getByText('This cannot be undone.').waitFor();
    await ana.page.getByRole('button', { name: 'Wait' }).click();
    await ana.page.getByRole('alertdialog').waitFor({ state: 'detached' });
    expect(await ben.page.getByRole('button', { name: 'Approve' }).count()).toBe(1);

    await ana.page.getByRole('button', { name: 'Approve' }).click();
    await ana.page.getByRole('button', { name: 'Refund' }).click();
    for (const { page } of [ana, ben]) await page.getByText('Approved by @ana').waitFor();
    expect(await ben.page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
  });

  test('a form shows missing fields, then the errors of the app, and is then submitted', async () => {
    await composer(ana.page).fill('/order refund');
    await ana.page.keyboard.press('Enter');
    const dialog = ana.page.getByRole('dialog', { name: 'Refund' });
    await dialog.getByRole('button', { name: 'Request' }).click();
    await dialog.getByText('Please fill this in.').waitFor();
    await dialog.getByLabel('Customer').fill('Nobody');
    await dialog.getByRole('button', { name: 'Request' }).click();
    await dialog.getByText('This customer does not exist.').waitFor();
    await dialog.getByLabel('Customer').fill('Zoë Müller');
    await dialog.getByRole('button', { name: 'Request' }).click();
    await dialog.waitFor({ state: 'detached' });
    await ana.page.getByRole('button', { name: /1 unread/ }).click();
    await ana.page.getByText('Zoë Müller of order-7').waitFor();
    await ana.page.getByRole('button', { name: /unread/ }).waitFor({ state: 'detached' });
    expect(await dialog.count()).toBe(0);
  });

  test('views can be updated and stacked, and closing one shows the one below', async () => {
    await post({ text: 'Refund the order?', blocks: REFUND_MESSAGE });
    await ana.page.getByRole('button', { name: 'All orders' }).click();
    await ana.page.getByRole('dialog').getByText('Page 1').waitFor();
    await ana.page.getByRole('button', { name: 'Next' }).click();
    await ana.page.getByRole('dialog').getByText('Page 2').waitFor();
    await ana.page.getByRole('button', { name: 'More' }).click();
    await ana.page.getByRole('dialog').getByText('Detail').waitFor();
    await ana.page.getByRole('button', { name: 'Back' }).click();
    await ana.page.getByRole('dialog').getByText('Page 2').waitFor();
    expect(await ana.page.getByRole('button', { name: 'Back' }).count()).toBe(0);
    await ana.page.keyboard.press('Escape');
    await ana.page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('an edited message stays in its place, without a second copy', async () => {
    const { ts = '' } = await post({ text: 'at 1 of 3' });
    await post({ text: 'after it' });
    await ana.page.getByText('after it').waitFor();
    const before = await ana.page.getByText('after it').boundingBox();
    for (const count of [2, 3]) {
      await app.client.chat.update({ channel: fixture.channel, ts, text: `at ${count} of 3` });
    }
    await ana.page.getByText('at 3 of 3').waitFor();
    expect(await ana.page.getByText(/at \d of 3/).count()).toBe(1);
    expect(await ana.page.getByText('after it').boundingBox()).toEqual(before);
  });

  test('a reply appears in its thread, and the channel shows the count', async () => {
    const { ts = '' } = await post({ text: 'the root' });
    await ana.page.getByText('the root').waitFor();
    await app.client.chat.postMessage({ channel: fixture.channel, thread_ts: ts, text: 'from the app' });
    await ana.page.getByRole('button', { name: /1 reply/ }).click();
    const thread = ana.page.getByRole('complementary', { name: 'Thread' });
    await thread.getByText('from the app').waitFor();
    await thread.getByRole('combobox').fill('from ana');
    await ana.page.keyboard.press('Enter');
    await thread.getByText('from ana').waitFor();
    await ana.page.getByRole('button', { name: /2 replies/ }).waitFor();
    expect(await ana.page.getByRole('main').getByText('from ana').count()).toBe(0);
  });

  test('messages of people are shown as plain text', async () => {
    const said = '<!channel> <img src=x onerror=alert(1)> *<b>* \u202Ebackwards';
    await composer(ana.page).fill(said);
    await ana.page.keyboard.press('Enter');
    await ana.page.getByText('<!channel> <img src=x onerror=alert(1)>').waitFor();
    expect(await ana.page.getByRole('log').locator('img, .mention').count()).toBe(0);
    await composer(ana.page).fill('long '.repeat(2_000));
    await ana.page.keyboard.press('Enter');
    await ana.page.getByRole('button', { name: /Show all/ }).waitFor();
    expect(ana.errors).toEqual([]);
  });

  test('a command without an acknowledgement shows the failure and keeps the typed text', async () => {
    await composer(ana.page).fill('/slow please');
    await ana.page.keyboard.press('Enter');
    await ana.page.getByRole('status').getByText('operation_timeout').waitFor();
    expect(await composer(ana.page).inputValue()).toBe('/slow please');
  });

  test('each user sees the App Home published for them', async () => {
    await ana.page.getByRole('navigation').getByRole('button', { name: 'Shop' }).click();
    await ana.page.getByText('Home of UANA').waitFor();
    await actAs(ana.page, 'Ben Okafor');
    await ana.page.getByText('Home of UBEN').waitFor();
    expect(await ana.page.getByText('Home of UANA').count()).toBe(0);
  });

  test('after a lost connection the page shows new messages and removes deleted ones', async () => {
    const live = await breakableLive(browser);
    const gone = await post({ text: 'soon gone' });
    const page = await live.open(fixture.slack.url);
    await page.getByText('soon gone').waitFor();
    live.cut();
    await page.getByText('Connection lost').waitFor();
    await post({ text: 'posted while offline' });
    await app.client.chat.delete({ channel: fixture.channel, ts: gone.ts ?? '' });
    live.mend();
    await page.getByText('posted while offline').waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    expect(await page.getByText('soon gone').count()).toBe(0);
  });

  test('a page shows that it is out of date when the workspace has a new key', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'page-'));
    const first = await openWorkspace({ folder, page: bundle });
    const { page } = await openPage(browser, first.slack.url);
    const port = Number(new URL(first.slack.url).port);
    await first.close();
    await rm(join(folder, 'page-address.json'));
    const second = await openWorkspace({ folder, port, page: bundle });
    await page.getByRole('heading', { name: 'This page is out of date' }).waitFor();
    expect(await page.getByRole('log').count()).toBe(0);
    await second.close();
    await rm(folder, { recursive: true });
  });

  test('a page stays signed in when the workspace restarts', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'page-'));
    const first = await openWorkspace({ folder, page: bundle });
    const { page } = await openPage(browser, first.slack.url);
    await first.close();
    await page.getByText('Connection lost').waitFor();
    const second = await openWorkspace({ folder, page: bundle });
    expect(second.slack.url).toBe(first.slack.url);
    await page.getByText('Connection lost').waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('log').waitFor();
    await second.close();
    await rm(folder, { recursive: true });
  });

  test('two tabs of one browser act as two people side by side', async () => {
    const opening = ana.page.context().waitForEvent('page');
    await ana.page.getByRole('button', { name: 'Acting as' }).click();
    await ana.page.getByRole('menuitem', { name: 'Open a new tab as Ben Okafor' }).click();
    const ben = await opening;
    await ben.getByRole('button', { name: 'Acting as Ben Okafor' }).waitFor();
    await composer(ben).fill('from ben');
    await ben.keyboard.press('Enter');
    await ana.page.getByText('from ben').waitFor();
    await composer(ana.page).fill('from ana');
    await ana.page.keyboard.press('Enter');
    await ben.getByText('from ana').waitFor();
    const { messages = [] } = await app.client.conversations.history({ channel: fixture.channel });
    expect(messages.toReversed().map(({ user, text }) => [user, text])).toEqual([
      ['UBEN', 'from ben'],
      ['UANA', 'from ana'],
    ]);
    await ben.reload();
    await ben.getByRole('button', { name: 'Acting as Ben Okafor' }).waitFor();
    await ana.page.getByRole('button', { name: 'Acting as Ana Ruiz' }).waitFor();
  });

  test('at 390 pixels the channels are in a drawer, and nothing overflows', async () => {
    await post({ text: 'Refund the order?', blocks: REFUND_MESSAGE });
    const { page } = await openPage(browser, fixture.slack.url, 390);
    await page.getByRole('button', { name: 'Approve' }).waitFor();
    expect(await page.getByRole('button', { name: 'closed' }).isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Channels and apps' }).click();
    await page.getByRole('button', { name: 'closed' }).click();
    await page.getByRole('heading', { name: '#closed' }).waitFor();
    await page.getByRole('button', { name: 'Channels and apps' }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  });

  async function actAs(page: Page, name: string): Promise<void> {
    await page.getByRole('button', { name: 'Acting as' }).click();
    await page.getByRole('menuitemradio', { name }).click();
    await page.getByRole('button', { name: `Acting as ${name}` }).waitFor();
  }
});
