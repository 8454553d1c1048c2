import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '#src/app.ts';
import { approvalRef } from '#src/coordination/approvals/approval.ts';
import { AUDIT_RECORDS } from '#src/coordination/audit/audit-record.ts';
import { verifyAudit } from '#src/coordination/audit/verify-audit.ts';
import type { OpenApp } from '#src/operations/app.ts';
import { activeBatchRef } from '#src/pipeline/batch/active-batch.ts';
import { readBatch } from '#src/pipeline/batch/read-batch.ts';
import { playersOf } from '#src/pipeline/player/player-document.ts';
import { laterBy } from '#src/platform/instant.ts';
import { runTipoff } from '../../bot/tipoff.ts';
import { aWaitingBatchIn, predict, requested, TWO } from '../../pipeline/batch/a-waiting-batch.ts';
import { GAME_DATE } from '../../pipeline/batch/an-open-batch.ts';
import { silentLog } from '../../pipeline/pipeline-stores.ts';
import { PROOF } from '../audit/a-chain.ts';
import { Answer, aDecider, type Decider } from './a-decider.ts';

const ROUNDS = 6;
const LATER = 2;
/** From 90 % of the players on one approval is enough: one missing of ten is fine, one of three is too many. */
const ONE_IS_ENOUGH = 10;
const TWO_ARE_NEEDED = 3;

let dataFolder: string;
let open: OpenApp;
/** Each has a process with its own HTTP server; ann has two. */
let ann: Decider;
let annElsewhere: Decider;
let ben: Decider;

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'tipoff-approvals-'));
  const variables = { TIPOFF_DATA: dataFolder, TIPOFF_FORCE_COMPLETE_APPROVALS: '2' };
  open = createApp({ platform: 'embedded', dataFolder }, { log: silentLog });
  [ann, annElsewhere, ben] = await Promise.all([
    aDecider('ann', variables),
    aDecider('ann', variables),
    aDecider('ben', variables),
  ]);
});

afterAll(async () => {
  await Promise.all([ann.kill(), annElsewhere.kill(), ben.kill()]);
  await open.close();
  await rm(dataFolder, { recursive: true, force: true });
});

test('one person at two transports approves once: the second approval is answered as already counted', async () => {
  await rounds(ROUNDS, TWO_ARE_NEEDED, async ({ approvalId }) => {
    const answers = await Promise.all([ann.decide(approvalId, 'approve'), annElsewhere.decide(approvalId, 'approve')]);
    expect(codes(answers)).toEqual(['counted_before', 'more_needed']);
    expect(answers.every(({ message }) => message.includes('One more person must also approve it.'))).toBe(true);
    expect(await effects(approvalId)).toEqual(['approval.consented']);
  });
});

test('when one approval is enough, the first one decides, and the second answer says whose it was', async () => {
  await rounds(ROUNDS, ONE_IS_ENOUGH, async ({ approvalId }) => {
    const answers = await Promise.all([ann.decide(approvalId, 'approve'), ben.decide(approvalId, 'approve')]);
    expect(codes(answers)).toEqual(['already_decided', 'ok']);
    const { decided_by } = await requestOf(approvalId);
    expect(answers.every(({ message }) => message.startsWith(`${decided_by} approved the force-complete`))).toBe(true);
    expect(await effects(approvalId)).toEqual(['approval.approved']);
  });
});

test('when two approvals are needed, both count: the first answer asks for one more, the second decides', async () => {
  await rounds(ROUNDS, TWO_ARE_NEEDED, async ({ approvalId }) => {
    const answers = await Promise.all([ann.decide(approvalId, 'approve'), ben.decide(approvalId, 'approve')]);
    expect(codes(answers)).toEqual(['more_needed', 'ok']);
    expect((await requestOf(approvalId)).consents.map(({ name }) => name).toSorted()).toEqual(['ann', 'ben']);
    expect(await effects(approvalId)).toEqual(['approval.approved', 'approval.consented']);
  });
});

test('only one of a concurrent approval and cancellation decides, and the other answer says which', async () => {
  await rounds(ROUNDS, ONE_IS_ENOUGH, async ({ approvalId }) => {
    const answers = await Promise.all([ann.decide(approvalId, 'approve'), ben.decide(approvalId, 'cancel')]);
    expect(codes(answers)).toEqual(['already_decided', 'ok']);
    const { state, decided_by } = await requestOf(approvalId);
    expect(['approved ann', 'cancelled ben']).toContain(`${state} ${decided_by}`);
    expect(answers.every(({ message }) => message.startsWith(`${decided_by} ${state} the force-complete`))).toBe(true);
    expect(await effects(approvalId)).toEqual([`approval.${state}`]);
  });
});

test('only one of a concurrent approval and expiry counts: a late approval is answered as expired', async () => {
  await rounds(ROUNDS, ONE_IS_ENOUGH, async ({ approvalId, round }) => {
    await expireIn(round * 2, approvalId);
    const [answer] = await Promise.all([ann.decide(approvalId, 'approve'), ben.run('expire')]);
    await ben.run('expire');
    const { state } = await requestOf(approvalId);
    expect(`${answer.code} ${state}`).toMatch(/^(ok approved|expired expired)$/);
    expect(answer.message).toContain(state === 'approved' ? 'ann approved' : 'This request expired');
    expect(await effects(approvalId)).toEqual([`approval.${state}`]);
  });
});

test('when the batch completes during an approval, no player is missing either way, and the card shows the end', async () => {
  await rounds(ROUNDS, ONE_IS_ENOUGH, async ({ approvalId, batchId }) => {
    await predict(open.app.store, batchId, 'c');
    const [answer] = await Promise.all([ann.decide(approvalId, 'approve'), ben.run(`advance ${batchId}`)]);
    const { state } = await requestOf(approvalId);
    expect(`${answer.code} ${state}`).toMatch(/^(ok approved|overtaken overtaken)$/);
    expect(await readBatch(open.app.store, batchId)).toMatchObject({ result: 'complete', missing: 0, forced_by: null });
    expect(await effects(approvalId)).toEqual([`approval.${state}`]);
  });
});

test('when a re-run meets an approval, the re-run is refused, or the approval counts the players it made missing', async () => {
  await rounds(ROUNDS, ONE_IS_ENOUGH, async ({ round, approvalId, batchId }) => {
    const rerunning = ben.run(`rerun ${batchId} a b`);
    // A re-run takes longer than an approval. Ann starts a little later in each round, so that each comes first in some round.
    for (let before = 0; before < round * LATER; before += 1) await ann.decide('no-such-request', 'approve');
    const [answer, rerun] = await Promise.all([ann.decide(approvalId, 'approve'), rerunning]);
    expect(['ok refused', 'more_needed requested']).toContain(`${answer.code} ${rerun}`);
    const missing = await open.app.store.count(playersOf(batchId), [['status', '==', 'requested']]);
    expect(missing).toBe(rerun === 'requested' ? 3 : 1);
  });
});

test('the command line can decide too, while the process that owns the data does not answer', async () => {
  await ben.run('hold');
  const env = { PATH: process.env['PATH'], TIPOFF_DATA: dataFolder };
  await rounds(1, ONE_IS_ENOUGH, async ({ approvalId }) => {
    const approve = () => runTipoff(env, ['approval', 'approve', approvalId, '--json']);
    const ended = await Promise.all([approve(), approve()]);
    expect(codes(ended.map(({ out }) => Answer.parse(JSON.parse(out))))).toEqual(['already_decided', 'ok']);
    expect(ended.map(({ code }) => code).toSorted()).toEqual([0, 1]);
    expect(await effects(approvalId)).toEqual(['approval.approved']);
  });
});

test('afterwards the audit of all processes is intact', async () => {
  const { audit, store } = open.app;
  // The batches come from helpers of the tests, which sign with the key of the tests.
  const verify = async (text: string, signature: string) => {
    const verdict = await PROOF.signer.verify(text, signature);
    return verdict === 'valid' ? verdict : await audit.signer.verify(text, signature);
  };
  const proof = { ...audit, signer: { ...audit.signer, verify } };
  expect(await verifyAudit(store, proof)).toMatchObject({ faults: [] });
});

interface Round {
  readonly round: number;
  readonly batchId: string;
  readonly approvalId: string;
}

/** Each round has a batch that waits for one player, and a request to complete it. */
async function rounds(times: number, players: number, attack: (round: Round) => Promise<void>): Promise<void> {
  const { app } = open;
  for (let round = 0; round < times; round += 1) {
    const active = await app.store.get(activeBatchRef(GAME_DATE));
    if (active !== undefined) await app.store.delete(activeBatchRef(GAME_DATE), active.version);
    const { batch_id: batchId } = await aWaitingBatchIn(app.store, players);
    await attack({ round, batchId, approvalId: await requested(app, batchId, TWO) });
  }
}

function codes(answers: readonly { readonly code: string }[]): readonly string[] {
  return answers.map(({ code }) => code).toSorted();
}

async function requestOf(approvalId: string) {
  const found = await open.app.store.get(approvalRef(approvalId));
  if (found === undefined) throw new Error(`there is no request ${approvalId}`);
  return found.data;
}

/** The audited actions on a request after it was made. */
async function effects(approvalId: string): Promise<readonly string[]> {
  const where = [
    ['subject_kind', '==', 'approval'],
    ['subject_id', '==', approvalId],
  ] as const;
  const records = await open.app.store.query({ collection: AUDIT_RECORDS }, { where });
  const done = records.map(({ data }) => data.action).toSorted();
  return done.filter((action) => action !== 'approval.requested');
}

async function expireIn(ms: number, approvalId: string): Promise<void> {
  const { store } = open.app;
  const expires_at = laterBy(await store.now(), ms);
  await store.transaction(async (transaction) => transaction.update(approvalRef(approvalId), { expires_at }));
}
