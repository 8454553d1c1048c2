import { acquireLease } from '../../coordination/leases/acquire-lease.ts';
import { releaseLease } from '../../coordination/leases/keep-lease.ts';
import type { Lease } from '../../coordination/leases/lease.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import { instantFromDate } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { gradedPickLines } from '../ledger/graded-pick-lines.ts';
import { recordPicks } from '../ledger/record-picks.ts';
import { announceResults } from './announce-results.ts';
import { gradedLines } from './graded-lines.ts';
import type { NightResults } from './night-results.ts';
import { newestGradedDate, readNightResults, readPredictedGames } from './read-night-results.ts';
import { openGames } from './summarize-night.ts';
import type { PredictedGame } from './ungraded.ts';
import { type GradingRun, writeGrades } from './write-grades.ts';

/**
 * The duration of the lease for grading a game date. The lease is renewed between the load and the merge, and each of
 * these steps takes less time.
 */
const LEASE_MS = 60_000;
export const LEASE_PREFIX = 'grading-';

export interface GradingDeps {
  readonly store: DocumentStore;
  readonly warehouse: Warehouse;
  readonly now: () => Date;
  /** Random and unique. */
  readonly newId: () => string;
  /** The name of this process as a lease holder. The name is different after every start of the process. */
  readonly instanceId: string;
  /** The id of the headline model that the configuration sets. Without it, the grades decide. */
  readonly pinnedHeadline?: string;
  /**
   * With `may-live`, other processes that hold a lease may still run. With `dead`, they cannot, because only one
   * process at a time can open the stores. Then grading takes over the lease of a crashed process without waiting for
   * its expiry.
   */
  readonly otherHolders: 'may-live' | 'dead';
}

export type GradedDate =
  | { readonly type: 'graded'; readonly night: NightResults }
  /** Nothing was graded, because another process holds the lease for grading the date. */
  | { readonly type: 'held' }
  | { readonly type: 'no-predictions' }
  | { readonly type: 'no-final-game'; readonly open: NightResults['games']['open'] }
  /** Nothing was graded, because no prediction of a finished game has a line. */
  | { readonly type: 'no-lines' };

/**
 * Grades the published picks and the predictions of a game date, and announces the results. All grades of the picks are
 * replaced together, and so are those of the predictions.
 * If nothing can be graded, the old rows stay. Grading a date again is safe, and adds the games that have become final.
 * Only the process with the date's lease grades the date.
 */
export async function gradeDate(deps: GradingDeps, gameDate: string): Promise<GradedDate> {
  // This opens the warehouse, which proves that other lease holders are dead if only one process can have it open.
  if ((await readPredictedGames(deps.warehouse, gameDate)).length === 0) return { type: 'no-predictions' };
  const { instanceId: instance, otherHolders } = deps;
  const lease = await acquireLease(deps.store, {
    name: `${LEASE_PREFIX}${gameDate}`,
    holder: `${instance}/${deps.newId()}`,
    leaseMs: LEASE_MS,
    otherHolders,
    instance,
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
  const run = { gameDate, lease, gradedAt: instantFromDate(deps.now()) };
  if ((await gradePublishedPicks(deps, run, games)) === 'overtaken') return { type: 'held' };
  if (games.every(({ state }) => state !== 'final')) return { type: 'no-final-game', open: games.flatMap(openGames) };
  const written = await writeGrades(deps, run, {
    of: 'predictions',
    lines: () => gradedLines(deps, gameDate, games),
  });
  if (written === 'overtaken') return { type: 'held' };
  if (written === 'nothing') return { type: 'no-lines' };
  const night = await readNightResults(deps, gameDate);
  if (night === undefined) throw new Error(`Grading wrote no rows for ${gameDate}`);
  await announceResults(deps.store, night, await newestGradedDate(warehouse));
  return { type: 'graded', night };
}

/** Records the picks that are not recorded yet, so that none is missed after an outage, and grades those of the date. */
async function gradePublishedPicks(
  deps: GradingDeps,
  run: GradingRun,
  games: readonly PredictedGame[],
): Promise<'graded' | 'overtaken'> {
  const { gameDate } = run;
  await recordPicks(deps);
  const graded = await gradedPickLines(deps.warehouse, gameDate, games);
  if (graded.length === 0) return 'graded';
  const written = await writeGrades(deps, run, { of: 'picks', lines: () => graded });
  return written === 'overtaken' ? 'overtaken' : 'graded';
}
