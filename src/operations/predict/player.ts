import * as z from 'zod';
import { parseGameDate } from '../../pipeline/dates/game-date.ts';
import { Player } from '../../pipeline/import/player-registry.ts';
import { type PlayerDocument, playerRef } from '../../pipeline/player/player-document.ts';
import { readSlate, SlateRow } from '../../pipeline/results/read-slate.ts';
import { newestCurrentBatch } from '../batch/find-batch.ts';
import { GameDateText } from '../kit/input/game-date.ts';
import { PlayerName } from '../kit/input/player-name.ts';
import { operation } from '../kit/operation.ts';
import { playerNamed } from './find-player.ts';
import { PlayerStatus } from '../../pipeline/player/outcome.ts';

const PredictPlayerInput = z.strictObject({
  name: PlayerName.describe('the name, or a part of it that fits one player'),
  date: GameDateText.optional().describe('the game date; that of the newest batch unless given'),
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
    player_name: z.string(),
    game_date: z.string(),
    batch_id: z.string(),
    /** Null where the batch does not include the player. */
    status: PlayerStatus.nullable(),
    reason: z.string().nullable(),
    /** Why the other models have no prediction, by system id. */
    absent: z.record(z.string(), z.string()),
    predictions: z.array(SlateRow),
  }),
  positionals: ['name'],
  effect: 'read',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  async run(app, { input }) {
    const players = await app.warehouse.query({ sql: 'import/sql/players' }, Player);
    const { player_lookup, player_name } = playerNamed(input.name, players, 'in the imported data');
    const gameDate = input.date === undefined ? undefined : parseGameDate(input.date, app.now());
    const batch = await newestCurrentBatch(app, gameDate);
    const { game_date, batch_id } = batch;
    const slate = await readSlate(app.warehouse, game_date);
    const predictions = slate.filter((row) => row.player_lookup === player_lookup);
    const asked = (await app.store.get(playerRef(batch_id, player_lookup)))?.data;
    const status = asked?.status ?? null;
    const data = {
      player_lookup,
      player_name,
      game_date,
      batch_id,
      status,
      reason: asked?.reason ?? null,
      absent: asked?.absent ?? {},
      predictions,
    };
    const message = `${player_name} on ${game_date}: ${sentence(asked, predictions.length)}`;
    return { decision: 'done', code: status ?? 'not_asked_for', message, data, next: [] };
  },
});

function sentence(asked: PlayerDocument | undefined, predictions: number): string {
  if (predictions > 0) return `${predictions} models have a prediction.`;
  if (asked === undefined)
    return 'he is not in the batch, because his team does not play, he plays little, or he is out.';
  if (asked.status === 'requested') return 'the prediction is asked for and not there yet.';
  return asked.reason === null
    ? 'he is predicted; the slate is not consolidated yet.'
    : `${asked.status}, ${asked.reason}.`;
}
