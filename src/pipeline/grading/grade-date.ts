import { acquireLease } from '../../coordination/leases/acquire-lease.ts';
import { releaseLease } from '../../coordination/leases/keep-lease.ts';
import type { Lease } from '../../coordination/leases/lease.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import { instantFromDate } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { announceResults } from './announce-results.ts';
import { gradedLines } from './graded-lines.ts';
import type { NightResults } from './night-results.ts';
import { newestGradedDate, readNightResults, readPredictedGames } from './read-night-results.ts';
import { openGames } from './summarize-night.ts';
import { writeGrades } from './write-grades.ts';

/** Longer than a load or a merge takes. The lease is renewed between them. */
const LEASE_MS = 60_000;

export interface GradingDeps {
  readonly store: DocumentStore;
  readonly warehouse: Warehouse;
  readonly now: () => Date;
  /** Random and unique. */
  readonly newId: () => string;
}

export type GradedDate =
  | { readonly type: 'graded'; readonly night: NightResults }
  /** Another process is grading this date. */
  | { readonly type: 'held' }
  | { readonly type: 'no-predictions' }
  | { readonly type: 'no-final-game'; readonly open: NightResults['games']['open'] }
  /** No prediction for a final game has a line. */
  | { readonly type: 'no-lines' };

/**
 * Grades the predictions of a date and announces the results. All graded rows of the date are replaced together; if nothing can be graded, they
 * stay. Grading again is safe, and adds games that have become final. Only the holder of the date's lease grades it.
 */
export async function gradeDate(deps: GradingDeps, gameDate: string): Promise<GradedDate> {
  const lease = await acquireLease(deps.store, {
    name: `grading-${gameDate}`,
    holder: deps.newId(),
    leaseMs: LEASE_MS,
    otherHolders: 'may-live',
  });
  if (lease.type === 'held') return { type: 'held' };
  try {
    return await gradeHolding(deps, gameDate, lease.lease);
  } finally {
    await releaseLease(deps.store, lease.lease);
  }
}

async function gradeHolding(deps: GradingDeps, gameDate: string, lease: Lease): Promise<GradedDate> {
  const { warehouse } = deps;
  const games = await readPredictedGames(warehouse, gameDate);
  if (games.length === 0) return { type: 'no-predictions' };
  if (games.every(({ state }) => state !== 'final')) return { type: 'no-final-game', open: games.flatMap(openGames) };
  const run = { gameDate, lease, gradedAt: instantFromDate(deps.now()) };
  const written = await writeGrades(deps, run, () => gradedLines(deps, gameDate, games));
  if (written === 'overtaken') return { type: 'held' };
  if (written === 'nothing') return { type: 'no-lines' };
  const night = await readNightResults(warehouse, gameDate);
  if (night === undefined) throw new Error(`Grading wrote no rows for ${gameDate}`);
  await announceResults(deps.store, night, await newestGradedDate(warehouse));
  return { type: 'graded', night };
}
