import { describe, expect, test } from 'vitest';
import type { PageView } from '#local-slack/src/page-protocol.ts';
import { lockRef } from '#src/coordination/deploy-locks/lock-storage.ts';
import { DEPLOYS } from '#src/coordination/deploys/deploy-record.ts';
import { eventually } from '#test/eventually.ts';
import { aBot } from './a-bot.ts';
import { aWorkspace, type Person, textOf } from './a-workspace.ts';

async function aPersonAtWork() {
  const local = await aWorkspace();
  const bot = await aBot(local);
  return { app: bot.app, ann: await local.person('ann'), bob: await local.person('bob') };
}

/** The newest form that a person sees. */
function formOf({ views }: Person, nth = 1): Promise<PageView> {
  return eventually(() => {
    const form = views[nth - 1];
    if (form === undefined) throw new Error(`${views.length} forms have opened`);
    return form;
  });
}

function newest({ ephemerals }: Person) {
  const message = ephemerals.at(-1);
  if (message === undefined) throw new Error('there is no answer');
  return message;
}

const shown = (form: PageView) => JSON.stringify(form.blocks);

describe('a command with a missing or unreadable argument', () => {
  test('opens a form with the given arguments, which runs the command', async () => {
    const { app, ann } = await aPersonAtWork();
    await ann.command('/deploy claim worker —for 45m');
    const form = await formOf(ann);
    expect(shown(form)).toContain('Reason: is missing');
    expect(shown(form)).toContain('"initial_option":{"text":{"type":"plain_text","text":"worker"');
    expect(shown(form)).toContain('"initial_value":"45m"');
    await ann.submit(form, { service: 'worker', for: '45m', reason: 'fix the injury filter' });
    expect(await ann.answer(1)).toContain('You hold the worker deploy lock');
    expect((await app.store.get(lockRef('worker')))?.data.hold).toMatchObject({ reason: 'fix the injury filter' });
  });

  test('shows an unreadable value, and a fault in the form at its field', async () => {
    const { app, ann } = await aPersonAtWork();
    await ann.command('/deploy claim worker reason="fix the filter" for=banana');
    const form = await formOf(ann);
    expect(shown(form)).toContain('is not a length of time');
    expect(shown(form)).toContain('"initial_value":"banana"');
    expect(await ann.submit(form, { service: 'worker', for: 'apple', reason: 'fix the filter' })).toMatchObject({
      error: 'view_errors',
      message: expect.stringContaining('"apple" is not a length of time'),
    });
    expect(await app.store.get(lockRef('worker'))).toBeUndefined();
    await ann.submit(form, { service: 'worker', for: '15m', reason: 'fix the filter' });
    expect(await ann.answer(1)).toContain('You hold the worker deploy lock');
  });

  test('opens a form with the services to choose from for an unknown service', async () => {
    const { ann } = await aPersonAtWork();
    await ann.command('/deploy claim wroker fix the filter');
    const form = await formOf(ann);
    expect(shown(form)).toContain('Did you mean worker?');
    await ann.submit(form, { service: 'worker', reason: 'fix the filter' });
    expect(await ann.answer(1)).toContain('You hold the worker deploy lock');
  });

  test.each([
    ['/batch start', 'Date: is missing'],
    ['/slate hold today', 'Reason: is missing'],
    ['/batch start 2026-02-30', 'does not exist in the calendar'],
    ['/deploy release', 'Name one service'],
    ['/incidents snooze', 'Incident: is missing'],
    ['/token revoke', 'Token id: is missing'],
  ])('%s opens its form', async (line, problem) => {
    const { ann } = await aPersonAtWork();
    await ann.command(line);
    expect(shown(await formOf(ann))).toContain(problem);
    expect(ann.ephemerals).toEqual([]);
  });

  test('that only reads is answered with the message', async () => {
    const { ann } = await aPersonAtWork();
    await ann.command('/predict player');
    expect(await ann.answer(1)).toContain('name: is missing');
    expect(ann.views).toEqual([]);
  });
});

describe('/deploy alone', () => {
  test('offers Claim for what is free, with a form for the reason', async () => {
    const { app, ann } = await aPersonAtWork();
    await ann.command('/deploy');
    expect(await ann.answer(1)).toContain('Claim worker…');
    await ann.click(newest(ann), 'Claim worker…');
    const form = await formOf(ann);
    await ann.submit(form, { service: 'worker', reason: 'fix the filter' });
    expect(await ann.answer(2)).toContain('You hold the worker deploy lock');
    expect((await app.store.get(lockRef('worker')))?.data.hold).toMatchObject({ reason: 'fix the filter' });
  });

  test('offers Finish only for what the person started, and no Claim for it', async () => {
    const { app, ann, bob } = await aPersonAtWork();
    await ann.command('/deploy start worker new model');
    await ann.answer(1);
    await bob.command('/deploy');
    expect(await bob.answer(1)).not.toMatch(/Finish|Claim worker|Claim global/);
    await ann.command('/deploy');
    expect(await ann.answer(2)).toContain('Finish worker…');
    expect(textOf(newest(ann))).not.toContain('Claim worker');
    await ann.click(newest(ann), 'Finish worker…');
    const form = await formOf(ann);
    expect(shown(form)).toMatch(/succeeded.*failed/);
    expect(await ann.submit(form, { service: 'worker' })).toMatchObject({ error: 'view_errors' });
    await ann.submit(form, { service: 'worker', result: 'failed' });
    expect(await ann.answer(3)).toContain('failed');
    const [deploy] = await app.store.query({ collection: DEPLOYS }, {});
    expect(deploy?.data.state).toBe('failed');
  });

  test('/deploy finish without a result asks for it and records nothing', async () => {
    const { app, ann } = await aPersonAtWork();
    await ann.command('/deploy start worker new model');
    await ann.answer(1);
    await ann.command('/deploy finish worker');
    expect(shown(await formOf(ann))).toContain('Result: is missing; write one of succeeded, failed.');
    const [deploy] = await app.store.query({ collection: DEPLOYS }, {});
    expect(deploy?.data.state).toBe('running');
  });

  test('a button that opens a form works again after the form was closed', async () => {
    const { ann } = await aPersonAtWork();
    await ann.command('/deploy');
    await ann.answer(1);
    await ann.click(newest(ann), 'Claim worker…');
    await formOf(ann);
    await ann.click(newest(ann), 'Claim worker…');
    await formOf(ann, 2);
    expect(ann.ephemerals).toHaveLength(1);
  });
});
