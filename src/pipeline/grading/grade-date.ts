import { acquireLease } from '../../coordination/leases/acquire-lease.ts';
import { releaseLease } from '../../coordination/leases/keep-lease.ts';
import type { Lease } from '../../coordination/leases/lease.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import { instantFromDate } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { announceNight } from './announce-night.ts';
import { gradedLines } from './graded-lines.ts';
import { openGame } from './night-report.ts';
import type { NightResults } from './night-results.ts';
import { newestGradedDate, readNight, readPredictedGames } from './read-night.ts';
import { writeGrades } from './write-grades.ts';

/** Longer than a load or merge takes; between the two the lease is renewed. */
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
  /** Somebody else grades this date. */
  | { readonly type: 'held' }
  | { readonly type: 'no-predictions' }
  | { readonly type: 'no-final-game'; readonly open: NightResults['games']['open'] }
  /** Every prediction for a final game is without a line. */
  | { readonly type: 'no-lines' };

/**
 * Grades the predictions of a date against what is known now, and announces it. The rows of the date are replaced as a whole; when there is
 * nothing to put in their place they stay. Graded again it comes to the same, or to more when more games are over. Runs under the lease of
 * the date and not without it.
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
  if (games.every(({ state }) => state !== 'final')) return { type: 'no-final-game', open: games.flatMap(openGame) };
  const run = { gameDate, lease, gradedAt: instantFromDate(deps.now()) };
  const written = await writeGrades(deps, run, () => gradedLines(deps, gameDate, games));
  if (written === 'overtaken') return { type: 'held' };
  if (written === 'nothing') return { type: 'no-lines' };
  const night = await readNight(warehouse, gameDate);
  if (night === undefined) throw new Error(`Nothing of ${gameDate} is in the table after it was graded`);
  await announceNight(deps.store, night, await newestGradedDate(warehouse));
  return { type: 'graded', night };
}
