import * as z from 'zod';
import { BatchReport } from '../../pipeline/batch/batch-report.ts';
import { publishedPlayersOf, readClosedGames } from '../../pipeline/batch/closed-games.ts';
import { parseGameDate } from '../../pipeline/dates/game-date.ts';
import type { CurrentBatch } from '../../pipeline/documents/batch-document.ts';
import type { NamedPlayer } from '../../pipeline/player/find-player.ts';
import { playersOf } from '../../pipeline/player/player-document.ts';
import { PredictionChange } from '../../pipeline/results/prediction-change.ts';
import type { App } from '../app.ts';
import { newestCurrentBatch } from '../batch/find-batch.ts';
import { refuseWhilePreparing, rerun } from '../batch/rerun.ts';
import { GameDateText } from '../kit/input/game-date-text.ts';
import { PlayerName } from '../kit/input/player-name.ts';
import { operation } from '../kit/operation.ts';
import { playerNamed } from './find-player.ts';
import { changeOf, changeSentence, readPublishedPrediction } from './prediction-changes.ts';

const RerunReport = BatchReport.extend({
  /** What the re-run changed for the player. */
  changes: z.array(PredictionChange),
});

export const rerunPlayer = operation({
  name: 'predict rerun',
  summary: 'Predict a player again, with new data.',
  input: z.strictObject({
    name: PlayerName.describe('the name of one player of the batch, or a part of it'),
    date: GameDateText.optional().describe('the game date; default: that of the newest batch'),
  }),
  output: RerunReport,
  refusal: RerunReport,
  positionals: ['name', 'date'],
  rest: 'name',
  effect: 'write',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  onInterrupt:
    'Nothing is lost. The batch continues at the next `tipoff batch start` for its date, or at `tipoff start`.',
  async run(app, { input, ...caller }) {
    const gameDate = input.date === undefined ? undefined : parseGameDate(input.date, app.now());
    const batch = await newestCurrentBatch(app, gameDate);
    refuseWhilePreparing(batch);
    const players = await rerunnablePlayers(app, batch);
    const player = playerNamed(input.name, players, `in batch ${batch.batch_id} for ${batch.game_date}`);
    const published = () => readPublishedPrediction(app, batch.game_date, player.player_lookup);
    const before = await published();
    const ended = await rerun(app, { batch, playerLookups: [player.player_lookup] }, caller);
    const change = changeOf(player, before, await published());
    const data = { ...ended.data, changes: [change] };
    return { ...ended, data, message: `${ended.message} ${changeSentence(change)}` };
  },
});

/**
 * Lists the players of a batch, and those of closed games who are only in an earlier batch. The re-run of such a player is
 * refused with the reason.
 */
async function rerunnablePlayers(
  app: App,
  { batch_id, game_date: gameDate }: CurrentBatch,
): Promise<readonly NamedPlayer[]> {
  const players = (await app.store.query(playersOf(batch_id), {})).map(({ data }) => data);
  const closed = await readClosedGames(app, { gameDate, now: app.now() });
  const published = await publishedPlayersOf(app.warehouse, gameDate, closed);
  const known = new Set(players.map(({ player_lookup }) => player_lookup));
  return [...players, ...published.filter(({ player_lookup }) => !known.has(player_lookup))];
}
