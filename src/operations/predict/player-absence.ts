import { findCandidates } from '../../pipeline/batch/candidates.ts';
import { MIN_MINUTES_PER_GAME } from '../../pipeline/batch/qualify-player.ts';
import { type SlateAbsence, slateAbsence } from '../../pipeline/batch/slate-absence.ts';
import type { PlayerContext } from '../../pipeline/context/player-context.ts';
import type { CurrentBatch } from '../../pipeline/documents/batch-document.ts';
import { readWithdrawn } from '../../pipeline/results/slate-detail.ts';
import { millisOf } from '../../platform/instant.ts';
import { quoteText } from '../../platform/printable.ts';
import type { App } from '../app.ts';

/** Why a player is not on a slate: a code for programs, the figure it depends on, and the reason as a phrase. */
interface ExplainedAbsence {
  readonly code: SlateAbsence | 'withdrawn';
  /** His minutes per game in the seven days before the date; null without a game, and if they do not matter. */
  readonly minutes_per_game: number | null;
  readonly text: string;
}

/** Finds the reason for which a batch that has chosen its players does not include a player. */
export async function explainAbsence(
  { warehouse }: Pick<App, 'warehouse'>,
  batch: CurrentBatch,
  context: PlayerContext,
): Promise<ExplainedAbsence> {
  const { player_lookup, opponent } = context;
  const moment = { game_date: batch.game_date, as_of: batch.as_of, now: batch.start_time };
  const candidate = (await findCandidates(warehouse, moment, [player_lookup])).get(player_lookup);
  const team = opponent === null ? 'does-not-play' : 'plays';
  const code = slateAbsence({ candidate, team }, new Date(millisOf(batch.start_time)));
  const minutes_per_game = candidate?.minutes_avg_last_7_days ?? null;
  return { code, minutes_per_game, text: absenceText(code, { batch, context, minutes_per_game }) };
}

/** Says why the predictions of a player were withdrawn. Returns undefined if they were not. */
export async function explainWithdrawal(
  { warehouse }: Pick<App, 'warehouse'>,
  gameDate: string,
  context: PlayerContext,
): Promise<ExplainedAbsence | undefined> {
  const withdrawn = await readWithdrawn(warehouse, gameDate);
  if (!withdrawn.some(({ player_lookup }) => player_lookup === context.player_lookup)) return undefined;
  const text = `his predictions were withdrawn after the run, because he is ${injuryText(context, 'out')}`;
  return { code: 'withdrawn', minutes_per_game: null, text };
}

/** Formats an injury with its reason: `out: "Left Knee"`. Without a report, the given status stands alone. */
export function injuryText({ injury }: PlayerContext, status: string): string {
  const reason = injury?.reason ?? null;
  return reason === null ? status : `${status}: ${quoteText(reason)}`;
}

interface Facts {
  readonly batch: CurrentBatch;
  readonly context: PlayerContext;
  readonly minutes_per_game: number | null;
}

function absenceText(code: SlateAbsence, { batch, context, minutes_per_game }: Facts): string {
  switch (code) {
    case 'team_does_not_play':
      return `his team${context.team === null ? '' : ` (${context.team})`} does not play`;
    case 'no_recent_game':
      return 'he has not played in the last 30 days';
    case 'player_injury_out':
      return injuryText(context, 'out');
    case 'player_doubtful':
      return injuryText(context, 'doubtful');
    case 'too_few_minutes': {
      const played =
        minutes_per_game === null
          ? 'no game in the last seven days'
          : `${minutes_per_game.toFixed(1)} minutes a game in the last seven days`;
      return `${played}, and no line. A player needs ${MIN_MINUTES_PER_GAME} minutes a game, or a line`;
    }
    case 'game_begun':
      return 'his game had begun when the batch started, and its predictions no longer change';
    case 'qualifies_now':
      return `the data that he needs came after the batch started. To include him, run \`tipoff batch start --date ${batch.game_date}\``;
  }
}
