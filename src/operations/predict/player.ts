import * as z from 'zod';
import { SlateAbsence } from '../../pipeline/batch/slate-absence.ts';
import { PlayerContext, readPlayerContext } from '../../pipeline/context/player-context.ts';
import { parseGameDate } from '../../pipeline/dates/game-date.ts';
import type { CurrentBatch } from '../../pipeline/documents/batch-document.ts';
import { readHeadlineModel } from '../../pipeline/headline/headline-model.ts';
import { readPlayersWithTeams } from '../../pipeline/player/named-players.ts';
import { PlayerStatus } from '../../pipeline/player/outcome.ts';
import { type PlayerDocument, playerRef } from '../../pipeline/player/player-document.ts';
import { PricedPlayer, readPricedPlayers } from '../../pipeline/pricing/priced-player.ts';
import { readPlayerPredictions, SlateRow } from '../../pipeline/results/read-slate.ts';
import { quoteText } from '../../platform/printable.ts';
import { UserText } from '../../platform/user-text.ts';
import type { App } from '../app.ts';
import { newestCurrentBatch } from '../batch/find-batch.ts';
import { GameDateText } from '../kit/input/game-date-text.ts';
import { PlayerName } from '../kit/input/player-name.ts';
import { operation } from '../kit/operation.ts';
import { playerOfSlate, refuseUnknownPlayer } from './find-player.ts';
import { explainAbsence, explainWithdrawal, injuryText } from './player-absence.ts';
import { slateOfDate } from './slate-of-date.ts';

const PredictPlayerInput = z.strictObject({
  name: PlayerName.describe('the name, or a part of it that matches one player'),
  date: GameDateText.optional().describe('the game date; default: that of the newest batch'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'predict player': typeof PredictPlayerInput;
  }
}

export const showPlayer = operation({
  name: 'predict player',
  summary: 'Show the predictions of one player, or why there are none.',
  input: PredictPlayerInput,
  output: z.object({
    player_lookup: z.string(),
    player_name: UserText,
    game_date: z.string(),
    batch_id: z.string(),
    /** The player's status; null if the batch does not include the player. */
    status: PlayerStatus.nullable(),
    reason: UserText.nullable(),
    /** The reasons why models have no prediction for the player, by the id of the model. */
    absent: z.record(z.string(), z.string()),
    /** The id of the model that gives the projections of the date. */
    headline_model: z.string(),
    predictions: z.array(SlateRow),
    /** The probabilities at the player's line and his pick; null without a prediction. */
    priced: PricedPlayer.nullable(),
    /** His game, his newest injury report and his last games. */
    context: PlayerContext,
    /** The reason why the slate does not have the player; null if it does, and while the batch selects its players. */
    absence: z
      .object({
        code: z.enum([...SlateAbsence.options, 'withdrawn']),
        /** His minutes per game in the seven days before the date; null without a game. */
        minutes_per_game: z.number().nullable(),
      })
      .nullable(),
  }),
  positionals: ['name', 'date'],
  rest: 'name',
  takesAnyWord: true,
  effect: 'read',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  async run(app, { input }) {
    const gameDate = input.date === undefined ? undefined : parseGameDate(input.date, app.now());
    const players = await readPlayersWithTeams(app.warehouse);
    // A mistyped name is named as such, also before the first batch.
    refuseUnknownPlayer(input.name, players);
    const batch = await newestCurrentBatch(app, gameDate);
    const { game_date, batch_id } = batch;
    const found = await playerOfSlate(input.name, players, slateOfDate(app, game_date));
    const { player_lookup, player_name } = found;
    const headline_model = await readHeadlineModel(app, game_date);
    const predictions = await readPlayerPredictions(app.warehouse, {
      gameDate: game_date,
      headlineModel: headline_model,
      playerLookup: player_lookup,
    });
    const [priced = null] = await readPricedPlayers(app, game_date, predictions);
    const player = (await app.store.get(playerRef(batch_id, player_lookup)))?.data;
    const team = player?.team ?? found.team;
    const context = await readPlayerContext(app, game_date, { player_lookup, team });
    const explained = await absenceOf(app, { batch, player, predictions, context });
    const status = player?.status ?? null;
    const data = {
      player_lookup,
      player_name,
      game_date,
      batch_id,
      status,
      reason: player?.reason ?? null,
      absent: player?.absent ?? {},
      headline_model,
      predictions,
      priced,
      context,
      absence: explained === undefined ? null : { code: explained.code, minutes_per_game: explained.minutes_per_game },
    };
    const sentence = explained === undefined ? predictionStatus(data, batch.state) : `${explained.text}.`;
    const message = `${quoteText(player_name)} on ${game_date}: ${sentence}`;
    return { decision: 'done', code: status ?? 'not_asked_for', message, data, next: [] };
  },
});

interface AskedPlayer {
  readonly batch: CurrentBatch;
  /** The player's document; undefined if the batch does not include him. */
  readonly player: PlayerDocument | undefined;
  readonly predictions: readonly SlateRow[];
  readonly context: PlayerContext;
}

/** Explains why the slate does not have a player. Returns undefined if the player's own status says it. */
async function absenceOf(app: Pick<App, 'warehouse'>, { batch, player, predictions, context }: AskedPlayer) {
  if (predictions.length > 0 || batch.state === 'preparing') return;
  if (player === undefined) return await explainAbsence(app, batch, context);
  return player.status === 'predicted' ? await explainWithdrawal(app, batch.game_date, context) : undefined;
}

interface PlayerStatusFacts {
  readonly status: PlayerStatus | null;
  readonly reason: string | null;
  readonly predictions: readonly SlateRow[];
  readonly context: PlayerContext;
}

function predictionStatus(
  { status, reason, predictions, context }: PlayerStatusFacts,
  batchState: CurrentBatch['state'],
): string {
  const projection = predictions.find(({ is_headline }) => is_headline);
  if (projection !== undefined) return projectionSentence(projection, predictions.length);
  if (status === null && batchState === 'preparing')
    return 'the batch is still selecting its players. Try again in a moment.';
  if (status === 'requested') return 'the prediction is not ready yet.';
  if (reason === null) return 'predicted, but the slate is not published yet.';
  if (reason === 'player_injury_out') return `skipped, because he is ${injuryText(context, 'out')}.`;
  if (reason === 'player_doubtful') return `skipped, because he is ${injuryText(context, 'doubtful')}.`;
  return `${status}, ${reason}.`;
}

function projectionSentence(row: SlateRow, models: number): string {
  const { current_points_line: line, line_margin: margin } = row;
  const edge = margin === null || margin < 0 ? `${rounded(margin ?? 0)}` : `+${rounded(margin)}`;
  const market = line === null ? 'no line' : `line ${rounded(line)}, edge ${edge}`;
  const all = models === 1 ? 'Only this model predicted him.' : `${models} models predicted him.`;
  return `${rounded(row.predicted_points)} points by ${row.system_id}, ${market}. ${all}`;
}

function rounded(points: number): number {
  return Math.round(points * 10) / 10 + 0;
}
