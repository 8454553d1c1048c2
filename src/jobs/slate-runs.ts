import pRetry from 'p-retry';
import { systemAuditContext } from '../coordination/audit/audit-context.ts';
import { auditedTransaction } from '../coordination/audit/open-audit.ts';
import { readPredictionPath } from '../coordination/deploys/batch-gate.ts';
import { acquireLease } from '../coordination/leases/acquire-lease.ts';
import { releaseLease } from '../coordination/leases/keep-lease.ts';
import type { App, Job } from '../operations/app.ts';
import { driftFacts } from '../operations/deploy/drift-facts.ts';
import { driftSentences } from '../operations/deploy/drift-text.ts';
import { countedText } from '../operations/kit/count-text.ts';
import { leagueTime } from '../operations/kit/league-time.ts';
import { totalPlayers } from '../pipeline/batch/count-outcomes.ts';
import { lastCallTime } from '../pipeline/batch/last-call-time.ts';
import { openLaterRun } from '../pipeline/batch/open-later-run.ts';
import { openSlate, readSlateGames, type SlateRequest } from '../pipeline/batch/open-slate.ts';
import { readBatchesOfDate } from '../pipeline/batch/read-batches-of-date.ts';
import { type DueSlateRun, decideSlateRun, type EarlierBatch } from '../pipeline/batch/slate-run-policy.ts';
import { gameDateOf } from '../pipeline/dates/game-date.ts';
import type { CurrentBatch, DoneBatch } from '../pipeline/documents/batch-document.ts';
import { isQualitySkip } from '../pipeline/player/outcome.ts';
import { instantFromDate, millisOf } from '../platform/instant.ts';

const HOUR_MS = 60 * 60_000;
const LEASE_NAME = 'slate-run';
const LEASE_MS = 30_000;
const LEASE_POLL_MS = 250;

interface SlateRun extends Pick<Job, 'name' | 'summary' | 'due'>, Pick<DueSlateRun, 'mode' | 'runsFor'> {}

/** The batch runs of a day, from night to tip-off (New York time). Each mode has its own minimum quality. */
const RUNS: readonly SlateRun[] = [
  {
    name: 'predict-early',
    summary: "Predict today's slate for the first time, at night.",
    due: ['30 2 * * *'],
    mode: 'FIRST',
    runsFor: 'everyone',
  },
  {
    name: 'predict-morning',
    summary: "Predict today's slate with the data of the morning.",
    due: ['0 8 * * *'],
    mode: 'FIRST',
    runsFor: 'everyone',
  },
  {
    name: 'predict-retry',
    summary: 'Predict again every hour while players have no prediction or a check of the slate fails.',
    due: ['0 9-12 * * *'],
    mode: 'RETRY',
    runsFor: 'gaps',
  },
  {
    name: 'predict-final',
    summary: "Predict today's slate with the data of noon.",
    due: ['0 13 * * *'],
    mode: 'FINAL_RETRY',
    runsFor: 'everyone',
  },
  {
    name: 'predict-last-call',
    summary: 'Predict for the last time at 4 PM, or 90 minutes before the first tip-off if that is earlier.',
    due: ['*/15 9-15 * * *', '0 16 * * *'],
    mode: 'LAST_CALL',
    runsFor: 'everyone',
  },
];

/**
 * A run in one of these modes waits while a service that makes predictions has stale code, because a later run follows
 * it on the same day. The runs of the afternoon never wait: predictions of stale code before the tip-off are better than
 * none.
 */
const WAITING_MODES: readonly DueSlateRun['mode'][] = ['FIRST', 'RETRY'];

/** A batch run that was missed by more than this is skipped, because it would overlap the next run. */
const CATCH_UP_MS = 4 * HOUR_MS;

export const SLATE_RUNS: readonly Job[] = RUNS.map(({ name, summary, due, mode, runsFor }) => ({
  name,
  summary,
  due,
  catchUpWithinMs: CATCH_UP_MS,
  run: (app, dueAt) => runSlateIfDue(app, name, { mode, runsFor, due: dueAt }),
}));

async function runSlateIfDue(app: App, name: string, run: DueSlateRun): Promise<string> {
  const gameDate = gameDateOf(run.due);
  const { games, firstTipoff } = await readSlateGames(app.warehouse, gameDate);
  if (games === 0) return `There are no games on ${gameDate}.`;
  const now = app.now();
  if (firstTipoff !== undefined && now >= firstTipoff) return `The games of ${gameDate} have begun.`;
  const lastCall = lastCallTime(gameDate, firstTipoff);
  if ((run.mode === 'LAST_CALL') !== now >= lastCall)
    return `The last call of ${gameDate} is at ${leagueTime(instantFromDate(lastCall), instantFromDate(now))}.`;
  return await oneAtATime(app, () => decideAndStart(app, name, { run, gameDate }));
}

/**
 * Starts batch runs one after the other, also across processes. After downtime several runs may be due at once, and
 * each must see the batch that the previous run started.
 */
async function oneAtATime<R>({ store, newId }: App, work: () => Promise<R>): Promise<R> {
  const request = { name: LEASE_NAME, holder: newId(), leaseMs: LEASE_MS, otherHolders: 'may-live' } as const;
  const { lease } = await pRetry(
    async () => {
      const decision = await acquireLease(store, request);
      if (decision.type === 'held') throw new Error('Another run of the slate is starting');
      return decision;
    },
    { retries: LEASE_MS / LEASE_POLL_MS, minTimeout: LEASE_POLL_MS, factor: 1 },
  );
  try {
    return await work();
  } finally {
    await releaseLease(store, lease);
  }
}

async function decideAndStart(
  app: App,
  name: string,
  { run, gameDate }: { readonly run: DueSlateRun; readonly gameDate: string },
): Promise<string> {
  const earlier = (await readBatchesOfDate(app.store, gameDate)).map(earlierBatch).toSorted(newestFirst);
  switch (decideSlateRun(earlier, run)) {
    case 'ran-before':
      return `The slate of ${gameDate} has already been predicted.`;
    case 'after-last-call':
      return `The slate of ${gameDate} has already had its last call.`;
    case 'no-gaps':
      return `Every player of ${gameDate} has a prediction.`;
    case 'run': {
      const stale = await staleCode(app);
      if (stale !== undefined && WAITING_MODES.includes(run.mode)) return waitsText(gameDate, stale);
      if (stale !== undefined) await recordStaleRun(app, name, { gameDate, stale });
      return (
        (await startRun(app, name, { gameDate, mode: run.mode })) ??
        (await decideAndStart(app, name, { run, gameDate }))
      );
    }
  }
}

/** Describes the stale services that make predictions; undefined if there are none, or if it is unknown. */
async function staleCode(app: App): Promise<string | undefined> {
  const { stale } = await readPredictionPath(app);
  return stale.length === 0 ? undefined : driftSentences(stale.map(driftFacts));
}

function waitsText(gameDate: string, stale: string): string {
  return `The slate of ${gameDate} waits for a deploy. ${stale} Deploy main, or start it in spite of that: \`tipoff batch start --date ${gameDate} --skip-drift-check "<why>"\`. From 1 PM on, the scheduled runs do not wait.`;
}

function recordStaleRun(
  { store, audit: chain }: App,
  name: string,
  { gameDate, stale }: { readonly gameDate: string; readonly stale: string },
): Promise<void> {
  return auditedTransaction(store, systemAuditContext(chain, name), async (_, audit) =>
    audit.append({
      action: 'batch.drift_check_skipped',
      subject: { kind: 'slate', id: gameDate },
      before: null,
      after: { reason: 'The slate cannot wait any longer.', findings: [stale] },
    }),
  );
}

type RunOfDate = Pick<DueSlateRun, 'mode'> & { readonly gameDate: string };

/**
 * Predicts the players who have changed since the published predictions of the date; without such predictions, the whole
 * slate. Resolves to undefined if another caller was faster, so that the run has to be decided again.
 */
async function startRun(app: App, name: string, { gameDate, mode }: RunOfDate): Promise<string | undefined> {
  const auditContext = systemAuditContext(app.audit, name);
  const later = await openLaterRun(app, { gameDate, mode, auditContext });
  switch (later.type) {
    case 'superseded':
      return undefined;
    case 'unchanged':
      return `No player of ${gameDate} has changed, so batch ${later.batchId} stays as it is.`;
    case 'opened': {
      app.continueInBackground(app.runner.run(later.batchId));
      const players = later.players === 0 ? 'the checks of the slate' : countedText(later.players, 'changed player');
      return `Opened generation ${later.generation} of batch ${later.batchId} in mode ${mode} for ${players}.`;
    }
    case 'no-published-batch':
      return await startSlate(app, { gameDate, mode, auditContext });
  }
}

/** Starts the batch and leaves it to the batch runner, which continues it after a restart. */
async function startSlate(app: App, { gameDate, mode, auditContext }: SlateRequest & RunOfDate): Promise<string> {
  const opened = await openSlate(app, { gameDate, mode, auditContext });
  if (opened.type === 'no-games') return `There are no games on ${gameDate}.`;
  if (opened.type === 'games-begun') return `The games of ${gameDate} have begun.`;
  app.continueInBackground(app.runner.run(opened.batchId));
  return opened.type === 'started'
    ? `Started batch ${opened.batchId} in mode ${mode}.`
    : `Batch ${opened.batchId} is still open and continues.`;
}

function earlierBatch(batch: CurrentBatch): EarlierBatch {
  const isComplete = batch.state === 'done' && batch.result === 'complete' && !hasGaps(batch);
  const startedAt = new Date(millisOf(batch.examined_at ?? batch.as_of));
  return { mode: batch.examined_mode ?? batch.mode, startedAt, isComplete };
}

function newestFirst(a: EarlierBatch, b: EarlierBatch): number {
  return b.startedAt.getTime() - a.startedAt.getTime();
}

/**
 * Returns whether newer data may give predictions to more players: to those who failed, and to those skipped because of
 * their data. Players who are out stay skipped.
 */
function hasGaps({ failed, skipped }: DoneBatch): boolean {
  return totalPlayers(failed) > 0 || Object.keys(skipped).some(isQualitySkip);
}
