import * as z from 'zod';
import type { DocumentStore } from '../../platform/document-store.ts';
import { type Instant, instantFromDate } from '../../platform/instant.ts';
import { countByStatus, NO_PLAYERS, type StatusCounts } from '../batch/count-by-status.ts';
import { totalPlayers } from '../batch/count-outcomes.ts';
import { slateAsOf } from '../batch/open-slate.ts';
import { readBatchesOfDate } from '../batch/read-batches-of-date.ts';
import { readSlateHold } from '../batch/slate-hold.ts';
import { readWantedSlate } from '../batch/wanted-slate.ts';
import { daysBefore, gameDateOf } from '../dates/game-date.ts';
import type { CurrentBatch } from '../documents/batch-document.ts';
import { readWithdrawn } from '../results/slate-detail.ts';
import { failedChecks } from '../slate-checks/examine-slate.ts';
import { readSlateFacts } from '../slate-checks/read-slate-facts.ts';
import { type RequiredFixReads, readRequiredFix } from './read-required-fix.ts';
import { slateProblems } from './slate-problems.ts';
import type { TipOffFacts, TipOffGame } from './tip-off-announcements.ts';

const ScheduledGame = z.object({
  game_date: z.string(),
  game_id: z.string(),
  home_team: z.string(),
  away_team: z.string(),
  tipoff_at: z.string().nullable(),
});

export interface TipOffReads extends RequiredFixReads {
  readonly now: () => Date;
}

/** A date with games, and the earliest of their known tip-offs. */
export interface TipOffDate {
  readonly gameDate: string;
  readonly firstTipoff: Instant;
  readonly games: readonly TipOffGame[];
}

/**
 * Reads the game dates around today. The first tip-off of yesterday's date may be after midnight in New York, and the
 * hour before a first tip-off after midnight belongs to the day before. A date without a known tip-off is left out.
 */
export async function readTipOffDates({ warehouse, now }: TipOffReads): Promise<readonly TipOffDate[]> {
  const today = gameDateOf(now());
  const parameters = {
    first_date: { type: 'DATE', value: daysBefore(today, 1) },
    last_date: { type: 'DATE', value: daysBefore(today, -1) },
  } as const;
  const rows = await warehouse.query({ sql: 'tip-off/sql/games', parameters }, ScheduledGame);
  return [...Map.groupBy(rows, ({ game_date }) => game_date)].flatMap(([gameDate, found]) => {
    const games = found.map(({ game_date: _, tipoff_at, ...game }) => ({
      ...game,
      tipoff_at: tipoff_at === null ? null : instantFromDate(new Date(tipoff_at)),
    }));
    const firstTipoff = games[0]?.tipoff_at ?? null;
    return firstTipoff === null ? [] : [{ gameDate, firstTipoff, games }];
  });
}

/** Reads what the card of a date says. */
export async function readTipOffFacts(deps: TipOffReads, date: TipOffDate): Promise<TipOffFacts> {
  const { store, warehouse } = deps;
  const { gameDate, firstTipoff, games } = date;
  const [batch] = await readBatchesOfDate(store, gameDate);
  const [facts, withdrawn, hold, players, slate, requiredFix] = await Promise.all([
    readSlateFacts(warehouse, { gameDate, asOf: await slateAsOf(deps, gameDate), rows: 'before-tip-off' }),
    readWithdrawn(warehouse, gameDate),
    readSlateHold(store, gameDate),
    batch === undefined ? NO_PLAYERS : countPlayers(store, batch),
    readWantedSlate(store, gameDate),
    readRequiredFix(deps, gameDate),
  ]);
  const state = { gameDate, batch, players, hold, failedChecks: failedChecks(facts, 'predictions') };
  return {
    game_date: gameDate,
    first_tipoff_at: firstTipoff,
    games: [...games],
    problems: [...slateProblems(state)],
    batch_id: batch?.batch_id ?? null,
    predictions: facts.predictions.row_count,
    players: facts.predictions.player_count,
    picks: slate?.picks ?? null,
    ruled_out: withdrawn.map(({ player_name, team }) => ({ player_name, team })),
    missing: players.missing,
    failed: players.failed,
    required_fix: requiredFix,
  };
}

/** Counts the players of a batch by status. A batch that is done keeps the counts with which it was published. */
async function countPlayers(store: DocumentStore, batch: CurrentBatch): Promise<StatusCounts> {
  if (batch.state !== 'done') return await countByStatus(store, batch.batch_id);
  const { predicted, skipped, failed, missing } = batch;
  return { predicted, skipped: totalPlayers(skipped), failed: totalPlayers(failed), missing };
}
