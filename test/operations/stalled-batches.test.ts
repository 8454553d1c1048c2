import { describe, expect, it } from 'vitest';
import { type Actor, personAt } from '#src/coordination/identity/actor.ts';
import type { Roles } from '#src/coordination/identity/roles.ts';
import { readBatch } from '#src/pipeline/batch/read-batch.ts';
import { instantFromDate } from '#src/platform/instant.ts';
import { AGENT } from '../coordination/identity/actors.ts';
import { aWaitingBatchIn, ONE, TWO } from '../pipeline/batch/a-waiting-batch.ts';
import { anApp, ask } from './deploy/a-deploy.ts';

const HOUR_MS = 3_600_000;
const ANN = personAt('slack', { name: 'ann', id: 'U0ANN' });

it('a check without unfinished batches says that none can be stalled', async () => {
  const app = await anApp();
  const checked = await ask(app, AGENT, ['batch check-stalled', {}]);
  expect(checked).toMatchObject({ code: 'ok', data: { batches_checked: 0, results: [] } });
});

it('a check of a batch that makes progress does nothing', async () => {
  const app = await anApp();
  const { batch_id } = await aWaitingBatchIn(app.store, 3);
  const checked = await ask(app, ANN, ['batch check-stalled', { batch_id, min_completion_pct: 50 }]);
  expect(checked.data).toMatchObject({
    batches_checked: 1,
    batches_completed: 0,
    held_by: null,
    results: [{ batch_id, was_stalled: false, progress: '2/3', action: 'no_action' }],
  });
});

describe('a check that would publish a batch with less than 90 % of its players', () => {
  const given = { stall_threshold_minutes: 1, min_completion_pct: 50 };
  const takeover = { type: 'every-person' } as const;
  const everyone = { ...ONE, takeover };
  const onlyBob = { ...everyone, approvers: { type: 'listed', names: ['bob'] } } as const;
  const twoPeople = { ...TWO, takeover };

  /** A check of a batch with two of three players, an hour after its newest outcome. */
  async function checkLater(roles: Roles, actor: Actor, input: object = given) {
    const app = await anApp({ roles });
    const { batch_id } = await aWaitingBatchIn(app.store, 3);
    const inAnHour = async () => instantFromDate(new Date(Date.parse(await app.store.now()) + HOUR_MS));
    const store = { ...app.store, now: inAnHour };
    const outcome = await ask({ ...app, store }, actor, ['batch check-stalled', { batch_id, ...input }]);
    return { outcome, batch_id, state: (await readBatch(app.store, batch_id))?.state };
  }

  it.each([
    ['an agent', everyone, AGENT],
    ['a person who may not approve', onlyBob, ANN],
    ['one person where two must approve', twoPeople, ANN],
  ])('is refused for %s, and the batch stays open', async (_, roles, actor) => {
    const { outcome, batch_id, state } = await checkLater(roles, actor);
    expect(outcome).toMatchObject({
      decision: 'refused',
      code: 'not_allowed',
      next: [{ operation: 'batch force-complete', arguments: { id: batch_id } }],
    });
    expect(state).toBe('open');
  });

  it('is allowed for a person whose approval is enough', async () => {
    const { outcome } = await checkLater(everyone, ANN);
    expect(outcome).toMatchObject({ decision: 'done', data: { batches_completed: 1 } });
  });

  it('is allowed for an agent as a dry run', async () => {
    const { outcome, state } = await checkLater(everyone, AGENT, { ...given, dry_run: true });
    expect(outcome).toMatchObject({ decision: 'done', data: { results: [{ planned: 'complete-partial' }] } });
    expect(state).toBe('open');
  });
});

it.each([
  ['an unknown batch', { batch_id: 'batch_2026-02-05_1' }, /does not exist/],
  ['zero minutes', { stall_threshold_minutes: 0 }, /stall_threshold_minutes/],
  ['more than all players', { min_completion_pct: 101 }, /min_completion_pct/],
])('a check refuses %s', async (_, given, expected) => {
  const app = await anApp();
  await expect(ask(app, ANN, ['batch check-stalled', given])).rejects.toThrow(expected);
});

it('a person abandons a wrong batch: nothing is published, its date is free, and the reason is kept', async () => {
  const app = await anApp();
  const { batch_id, game_date } = await aWaitingBatchIn(app.store, 3);
  const abandoned = await ask(app, ANN, ['batch abandon', { id: batch_id, reason: 'imported yesterday’s lines' }]);
  expect(abandoned).toMatchObject({
    decision: 'done',
    code: 'abandoned',
    data: { state: 'done', result: 'abandoned', rows: 0, predicted: 2, missing: 1 },
    next: [{ operation: 'batch start', arguments: { date: game_date } }],
  });
  expect(await readBatch(app.store, batch_id)).toMatchObject({ abandoned_because: 'imported yesterday’s lines' });
  const again = ask(app, ANN, ['batch abandon', { id: batch_id, reason: 'imported yesterday’s lines' }]);
  await expect(again).rejects.toThrow(/is done\. Only a batch that has published nothing can be abandoned/);
});
