import { actualOf } from './actual-of.ts';
import { gradePrediction } from './grade-prediction.ts';
import { gradedRow } from './graded-row.ts';
import { type PregameInfoDeps, pregameInfoReader } from './pregame-info.ts';
import { type PredictedGame, UngradedRow } from './ungraded.ts';

/**
 * Yields the graded predictions of a game date, each as a line of JSON. Predictions that cannot be graded are left out.
 */
export async function* gradedLines(
  deps: PregameInfoDeps,
  gameDate: string,
  games: readonly PredictedGame[],
): AsyncGenerator<string> {
  const states = new Map(games.map(({ game_id, state }) => [game_id, state]));
  const readPregameInfo = pregameInfoReader(deps, gameDate);
  const parameters = { game_date: { type: 'DATE', value: gameDate } } as const;
  for await (const page of deps.warehouse.pages({ sql: 'grading/sql/predictions', parameters }, UngradedRow)) {
    for (const row of page) {
      const pregame = await readPregameInfo(row);
      const { predicted_points, recommendation, current_points_line: line } = row;
      const graded = gradePrediction(
        { predicted_points, recommendation, line, status_when_predicted: pregame.status },
        actualOf(row, states.get(row.game_id)),
      );
      if (graded.type === 'graded') yield JSON.stringify(gradedRow(row, graded.grade, pregame));
    }
  }
}
