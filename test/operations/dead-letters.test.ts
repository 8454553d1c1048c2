import { expect, it } from 'vitest';
import { systemAuditContext } from '#src/coordination/audit/audit-context.ts';
import { AUDIT_RECORDS } from '#src/coordination/audit/audit-record.ts';
import { personAt } from '#src/coordination/identity/actor.ts';
import { INCIDENTS } from '#src/coordination/incidents/incident.ts';
import type { App } from '#src/operations/app.ts';
import { readBatch } from '#src/pipeline/batch/read-batch.ts';
import { type PlayerDocument, playerRef } from '#src/pipeline/player/player-document.ts';
import { recordPoison } from '#src/pipeline/player/poison-message.ts';
import { recordOutcome } from '#src/pipeline/player/record-outcome.ts';
import { AGENT } from '../coordination/identity/actors.ts';
import { anOpenBatch, GAME_DATE } from '../pipeline/batch/an-open-batch.ts';
import { aPlayer } from '../pipeline/player/a-player.ts';
import { anApp, ask } from './deploy/a-deploy.ts';

const ANN = personAt('slack', { name: 'ann', id: 'U0ANN' });
const LATE = { status: 'skipped', reason: 'no_features' } as const;
const FAILED = { status: 'failed', reason: 'attempts_exhausted', deliveries: 5, error: 'the store timed out' } as const;

/** A batch in which `a` is requested and `b` has failed. */
async function aBatchWithFailure() {
  const app = await anApp();
  const { batch_id } = await anOpenBatch(app.store, [aPlayer('a'), aPlayer('b')]);
  await recordOutcome(app.store, { batchId: batch_id, playerLookup: 'b', attempt: 1, outcome: FAILED });
  return { app, batch_id };
}

async function playerIn({ store }: App, batchId: string, lookup: string): Promise<PlayerDocument | undefined> {
  return (await store.get(playerRef(batchId, lookup)))?.data;
}

async function poisoned({ store, audit }: App, messageId = 'm/1', body = '{"batch_id":"`rm -rf`\u202e"}') {
  const deps = { store, auditContext: systemAuditContext(audit, 'test'), peopleToCall: ['U1'] };
  return await recordPoison(deps, { messageId, attempt: 1, attributes: {}, body }, 'player_lookup: is missing');
}

it('a person skips the player whose request is open: he counts as done, and a late answer changes nothing', async () => {
  const { app, batch_id } = await aBatchWithFailure();
  const skipped = await ask(app, ANN, ['predict skip', { name: 'a', batch: batch_id }]);
  expect(skipped).toMatchObject({
    decision: 'done',
    code: 'skipped',
    data: { skipped: { skipped_by_person: 1 }, missing: 0 },
  });
  const late = await recordOutcome(app.store, { batchId: batch_id, playerLookup: 'a', attempt: 1, outcome: LATE });
  expect(late).toBe('refused');
  expect(await playerIn(app, batch_id, 'a')).toMatchObject({ status: 'skipped', reason: 'skipped_by_person' });
  const records = await app.store.query({ collection: AUDIT_RECORDS }, {});
  expect(records.map(({ data }) => data)).toContainEqual(
    expect.objectContaining({ action: 'batch.player_skipped', actor: expect.objectContaining({ name: 'ann' }) }),
  );
});

it.each([
  ['has an outcome', 'b', /nothing to skip: "B" already has an outcome .*failed \(attempts_exhausted\)/],
  ['is not in the batch', 'zion', /No player named "zion" in batch/],
])('a skip is refused when the player %s', async (_what, name, expected) => {
  const { app, batch_id } = await aBatchWithFailure();
  await expect(ask(app, ANN, ['predict skip', { name, batch: batch_id }])).rejects.toThrow(expected);
});

it('a second skip of the same player is refused, and so is a skip in a batch that has ended', async () => {
  const { app, batch_id } = await aBatchWithFailure();
  await ask(app, ANN, ['predict skip', { name: 'a', batch: GAME_DATE }]);
  const again = ask(app, ANN, ['predict skip', { name: 'a', batch: batch_id }]);
  await expect(again).rejects.toThrow(/nothing to skip/);
  await ask(app, ANN, ['batch abandon', { id: batch_id, reason: 'wrong lines' }]);
  const ended = ask(app, ANN, ['predict skip', { name: 'a', batch: batch_id }]);
  await expect(ended).rejects.toThrow(/is done, so "A" has no open request to skip/);
});

it.each(['predict skip', 'batch redrive'])('an agent must ask a person for `%s`', async (name) => {
  const { app, batch_id } = await aBatchWithFailure();
  const given = name === 'predict skip' ? { name: 'a', batch: batch_id } : { batch: batch_id };
  expect(await ask(app, AGENT, [name, given])).toMatchObject({ decision: 'refused', code: 'not_allowed' });
  expect(await playerIn(app, batch_id, 'a')).toMatchObject({ status: 'requested' });
  expect(await playerIn(app, batch_id, 'b')).toMatchObject({ status: 'failed', attempt: 1 });
});

it('a re-run lifts a skip: the player is requested again', async () => {
  const { app, batch_id } = await aBatchWithFailure();
  await ask(app, ANN, ['predict skip', { name: 'a' }]);
  await ask(app, ANN, ['predict rerun', { name: 'a' }]);
  expect(await playerIn(app, batch_id, 'a')).toMatchObject({ attempt: 2, status: 'skipped', reason: 'no_features' });
});

it('dead letters show each failed player with reason, attempts, last error and time, and the way out', async () => {
  const { app, batch_id } = await aBatchWithFailure();
  const listed = await ask(app, AGENT, ['batch dead-letters', { batch: batch_id }]);
  expect(listed).toMatchObject({
    code: 'ok',
    message: `Failed players of batch ${batch_id}: 1. Poison messages that nobody has resolved: 0.`,
    data: {
      players: [
        {
          player_lookup: 'b',
          status: 'failed',
          reason: 'attempts_exhausted',
          attempts: 5,
          last_error: 'the store timed out',
          failed_at: expect.stringContaining('T'),
        },
      ],
      poison: [],
    },
    next: [{ operation: 'batch redrive', arguments: { batch: batch_id } }],
  });
});

it('dead letters are empty before the first batch, and refuse a date without a batch', async () => {
  const app = await anApp();
  expect(await ask(app, ANN, ['batch dead-letters', {}])).toMatchObject({ code: 'none', data: { batch_id: null } });
  await expect(ask(app, ANN, ['batch dead-letters', { batch: '2026-01-01' }])).rejects.toThrow(
    /2026-01-01 has no batch/,
  );
  await expect(ask(app, ANN, ['batch dead-letters', { batch: 'nope-1' }])).rejects.toThrow(/"nope-1" does not exist/);
  await expect(ask(app, ANN, ['batch dead-letters', { batch: 'nope' }])).rejects.toThrow(
    /neither a batch id nor a game date/,
  );
});

it('a redrive requests the failed players again with all their attempts, and the batch ends', async () => {
  const { app, batch_id } = await aBatchWithFailure();
  await ask(app, ANN, ['predict skip', { name: 'a' }]);
  const redriven = await ask(app, ANN, ['batch redrive', { batch: batch_id }]);
  expect(redriven).toMatchObject({ decision: 'done', data: { state: 'done' } });
  expect(await playerIn(app, batch_id, 'b')).toMatchObject({ attempt: 2, deliveries: 0, last_error: null });
  const again = await ask(app, ANN, ['batch redrive', { batch: batch_id }]);
  expect(again).toMatchObject({ decision: 'refused', code: 'nobody_failed' });
});

it('a redrive of a player who has not failed is refused, even if the name resembles that of a failed player', async () => {
  const { app, batch_id } = await aBatchWithFailure();
  const wrong = ask(app, ANN, ['batch redrive', { batch: batch_id, player: 'a' }]);
  await expect(wrong).rejects.toThrow(/The request of "A" .* has not failed \(it is requested\)/);
  expect((await readBatch(app.store, batch_id))?.state).toBe('open');
});

it('RT-03: a poison message opens one incident, which quotes its body safely; resolving it dismisses the message', async () => {
  const app = await anApp();
  expect(await poisoned(app)).toBe('created');
  expect(await poisoned(app)).toBe('exists');
  const incidents = await app.store.query({ collection: INCIDENTS }, {});
  expect(incidents.map(({ data }) => data)).toMatchObject([
    {
      key: 'poison-m-1',
      state: 'open',
      reports: 1,
      mentions: ['U1'],
      detail: expect.stringContaining(`"{'batch_id':`),
    },
  ]);
  expect(incidents[0]?.data.detail).not.toMatch(/[`\u202e]/);
  const listed = await ask(app, ANN, ['batch dead-letters', {}]);
  expect(listed).toMatchObject({
    data: { poison: [{ message_id: 'm/1', reason: 'player_lookup: is missing', incident: 'poison-m-1' }] },
    next: [{ operation: 'incidents resolve', arguments: { incident: 'poison-m-1' } }],
  });
  await ask(app, ANN, ['incidents resolve', { incident: 'poison-m-1' }]);
  expect(await poisoned(app)).toBe('exists');
  expect(await ask(app, ANN, ['batch dead-letters', {}])).toMatchObject({ code: 'none', data: { poison: [] } });
});

it('two simultaneous deliveries of one poison message open one incident', async () => {
  const app = await anApp();
  expect((await Promise.all([poisoned(app), poisoned(app)])).toSorted()).toEqual(['created', 'exists']);
  const incidents = await app.store.query({ collection: INCIDENTS }, {});
  expect(incidents.map(({ data }) => data.reports)).toEqual([1]);
});
