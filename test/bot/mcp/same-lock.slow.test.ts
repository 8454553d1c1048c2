import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { hasChromium, launchChromium, NO_CHROMIUM, openPage } from '#local-slack/test/page/chromium.ts';
import { answerOf, aServedFolder, type ServedFolder } from './a-served-folder.ts';

/** Every look starts a process. */
const PATIENCE = { timeout: 20_000, interval: 200 };
const COMPOSER = 'Message #nba-predictions, or type / for a command';
const Status = z.object({
  locks: z.tuple([z.looseObject({ by: z.string(), queue: z.array(z.string()).default([]) })]),
});

type Agent = Awaited<ReturnType<ServedFolder['overStdio']>>;

describe.skipIf(!hasChromium)(hasChromium ? 'an agent and a person want the same lock' : NO_CHROMIUM, () => {
  let folder: ServedFolder;
  let browser: Browser;
  let page: Page;
  let overStdio: Agent;
  let overHttp: Agent;

  beforeAll(async () => {
    folder = await aServedFolder(z.record(z.string(), z.string()).parse({ ...process.env }));
    const address = await folder.serve();
    browser = await launchChromium();
    ({ page } = await openPage(browser, address));
    overStdio = await folder.overStdio(await folder.token('claude-7'));
    overHttp = await folder.overHttp(await folder.token('claude-8'));
  });
  afterAll(async () => {
    await browser.close();
    await folder.remove();
  });

  test('one of two simultaneous claims succeeds, and the refusal of the other names the holder', async () => {
    const [answer] = await Promise.all([
      answerOf(overStdio, 'deploy_claim', { service: 'grading', reason: 'a race' }),
      type('/deploy claim grading reason="a race"'),
    ]);
    const [{ by }] = Status.parse(await folder.tipoff('deploy', 'status', 'grading')).locks;
    if (answer.decision === 'done') {
      expect(by).toBe('claude-7 for @ann');
      await answerWith(/claude-7 for @ann .*has held the grading deploy lock/i).waitFor();
    } else {
      expect(by).toBe('ann');
      expect(answer).toMatchObject({ code: 'lock_held', message: expect.stringMatching(/^ann .*holds/i) });
      await answerWith(/You hold the grading deploy lock/).waitFor();
    }
  });

  test('the agent was first: the person sees who, queues up, and takes it over; the agent’s token is stale', async () => {
    const claimed = await answerOf(overStdio, 'deploy_claim', { service: 'worker', reason: 'ship the filter' });
    const { token } = z.object({ token: z.number() }).parse(claimed.data);

    await type('/deploy claim worker reason="hotfix"');
    const refusal = answerWith(/claude-7 for @ann .*has held the worker deploy lock .*ship the filter/i);
    await refusal.getByRole('button', { name: 'Queue up' }).click();
    await expect.poll(async () => (await lockOf('worker')).queue, PATIENCE).toEqual(['ann']);

    await refusal.getByRole('button', { name: 'Take over' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Take over' }).click();
    await expect.poll(async () => (await lockOf('worker')).by, PATIENCE).toBe('ann');

    const stale = await answerOf(overStdio, 'deploy', { action: 'start', service: 'worker', token });
    expect(stale).toMatchObject({ code: 'stale_token', isError: true, message: expect.stringMatching(/ann/i) });
  });

  test('when a person was first, the refusal of an agent over HTTP says who, until when and why, and the agent queues', async () => {
    await type('/deploy claim coordinator reason="rotate the keys"');
    await expect.poll(async () => (await lockOf('coordinator')).by, PATIENCE).toBe('ann');
    const refused = await answerOf(overHttp, 'deploy_claim', { service: 'coordinator', reason: 'ship it' });
    expect(refused).toMatchObject({
      code: 'lock_held',
      isError: true,
      message: expect.stringMatching(/^ann .*holds .*rotate the keys/i),
      next: [{ tool: 'deploy', arguments: { action: 'join', service: 'coordinator', reason: 'ship it' } }],
    });
    const join = z
      .tuple([z.object({ arguments: z.record(z.string(), z.unknown()) })])
      .rest(z.unknown())
      .parse(refused.next)[0];
    expect(await answerOf(overHttp, 'deploy', join.arguments)).toMatchObject({
      decision: expect.not.stringMatching('refused'),
    });
    expect((await lockOf('coordinator')).queue).toEqual(['claude-8 for @ann']);
  });

  /** The newest answer that only the person sees and that says this. */
  function answerWith(text: RegExp) {
    return page.getByRole('article').filter({ hasText: 'Only visible to you' }).filter({ hasText: text }).last();
  }

  async function type(command: string): Promise<void> {
    await page.getByRole('combobox', { name: COMPOSER }).fill(command);
    await page.keyboard.press('Enter');
  }

  async function lockOf(service: string) {
    return Status.parse(await folder.tipoff('deploy', 'status', service)).locks[0];
  }
});
