import type { BatchReport } from '../../pipeline/batch/batch-report.ts';
import {
  type PublishedPlayer,
  playersOfClosedGames,
  publishedPlayersOf,
  readClosedGames,
} from '../../pipeline/batch/closed-games.ts';
import { slateAsOf } from '../../pipeline/batch/open-slate.ts';
import { type RerunDecision, rerunPlayers } from '../../pipeline/batch/rerun-players.ts';
import type { CurrentBatch } from '../../pipeline/documents/batch-document.ts';
import { closedGamesSentence } from '../../pipeline/documents/closed-game.ts';
import { quoteText } from '../../platform/printable.ts';
import { Problem } from '../../platform/problem.ts';
import type { App } from '../app.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { countedText } from '../kit/count-text.ts';
import type { OperationCall, Outcome } from '../kit/operation.ts';
import { presentBatch } from './find-batch.ts';
import { type EndedBatch, runBatchToEnd } from './run-slate.ts';

const RERUN_REFUSALS = {
  preparing: 'is still selecting its players. Try again in a moment',
  consolidating: 'is being consolidated. Try again in a moment',
  failed: 'could not be consolidated. To try again, run `tipoff batch start` for its date',
  'another-batch-open':
    'is not the newest: another batch of its date is open. Re-run the player there, or wait until it ends',
} as const;

/**
 * Predicts players of a batch again with the newest data. Players of closed games are left alone, and the answer names
 * their games. Resolves when the batch has finished again.
 */
export async function rerun(
  app: App,
  { batch, playerLookups: wanted }: { readonly batch: CurrentBatch; readonly playerLookups: readonly string[] },
  { progress, ...caller }: Pick<OperationCall<unknown>, 'actor' | 'request' | 'progress'>,
): Promise<EndedBatch> {
  const { playerLookups, leftAlone } = await leaveClosedGames(app, batch, wanted);
  const asOf = await slateAsOf(app, batch.game_date);
  const decision = await rerunPlayers(app, {
    batch,
    playerLookups,
    asOf,
    auditContext: auditContextOfCall(app, caller),
  });
  if (decision.type === 'refused') {
    throw new Problem({ code: 'rerun_refused', message: `Batch ${batch.batch_id} ${rerunRefusal(decision, batch)}.` });
  }
  const finished = await runBatchToEnd(app, { batchId: batch.batch_id, progress });
  const done = (finished.data.skipped['game_begun'] ?? 0) > 0 ? 'Requested' : 'Predicted';
  return {
    ...finished,
    message: `${done} ${countedText(playerLookups.length, 'player')} again. ${leftAlone}${finished.message}`,
  };
}

interface PlayersToRerun {
  readonly playerLookups: readonly string[];
  /** A sentence about the players who were left alone; empty if there are none. */
  readonly leftAlone: string;
}

/** Sets the players of closed games apart. Throws a `Problem` `games_begun` if no other player is left. */
export async function leaveClosedGames(
  app: Pick<App, 'store' | 'warehouse' | 'now'>,
  { batch_id, game_date: gameDate }: CurrentBatch,
  wanted: readonly string[],
): Promise<PlayersToRerun> {
  const closed = await readClosedGames(app, { gameDate, now: app.now() });
  const players: readonly PublishedPlayer[] = [
    ...(await playersOfClosedGames(app.store, batch_id, closed)),
    ...(await publishedPlayersOf(app.warehouse, gameDate, closed)),
  ];
  const byLookup = new Map(players.map((player) => [player.player_lookup, player]));
  const begun = wanted.flatMap((lookup) => byLookup.get(lookup) ?? []);
  if (begun.length === 0) return { playerLookups: wanted, leftAlone: '' };
  const lookups = new Set(begun.map(({ player_lookup }) => player_lookup));
  const gameIds = new Set(begun.map(({ game_id }) => game_id));
  const why = closedGamesSentence(closed.filter(({ game_id }) => gameIds.has(game_id)));
  const playerLookups = wanted.filter((lookup) => !lookups.has(lookup));
  const whom = begun.length === 1 ? quoteText(begun[0]?.player_name ?? '') : countedText(begun.length, 'player');
  const verb = begun.length === 1 ? 'was' : 'were';
  if (playerLookups.length === 0)
    throw new Problem({ code: 'games_begun', message: `${whom} ${verb} not predicted again. ${why}` });
  return { playerLookups, leftAlone: `${whom} ${verb} left alone: ${why} ` };
}

function rerunRefusal(decision: Extract<RerunDecision, { type: 'refused' }>, { game_date }: CurrentBatch): string {
  if (decision.because !== 'approved') return RERUN_REFUSALS[decision.because];
  return `is about to end, because ${decision.by} approved its force-complete. A re-run now would leave players out. Try again when the batch has ended. If no Tipoff process is running, \`tipoff batch start --date ${game_date}\` ends the batch`;
}

/** Throws a `Problem` while the batch is still selecting its players, because nobody knows yet which players are missing. */
export function refuseWhilePreparing({ batch_id, state }: CurrentBatch): void {
  if (state !== 'preparing') return;
  throw new Problem({ code: 'rerun_refused', message: `Batch ${batch_id} ${RERUN_REFUSALS.preparing}.` });
}

/** The outcome of a request to predict the missing players of a batch in which no player is missing. */
export async function nobodyMissing(app: App, batch: CurrentBatch): Promise<Outcome<BatchReport>> {
  const data = await presentBatch(app, batch.batch_id);
  const message = `No player is missing in batch ${batch.batch_id}: each player has a prediction or a reason for having none.`;
  return { decision: 'done', code: 'nobody_missing', message, data, next: [] };
}
