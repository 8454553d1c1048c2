import { actualOf } from './actual-of.ts';
import { gradePrediction } from './grade-prediction.ts';
import { gradedRow } from './graded-row.ts';
import { knownWhenPredicted, type ReadDeps } from './known-when-predicted.ts';
import { type PredictedGame, UngradedRow } from './ungraded.ts';

/** What grading a date brings to the warehouse, as lines of JSON: one for each prediction that can be graded, none for the others. */
export async function* gradedLines(
  deps: ReadDeps,
  gameDate: string,
  games: readonly PredictedGame[],
): AsyncGenerator<string> {
  const states = new Map(games.map(({ game_id, state }) => [game_id, state]));
  const knownThen = knownWhenPredicted(deps, gameDate);
  const parameters = { game_date: { type: 'DATE', value: gameDate } } as const;
  for await (const page of deps.warehouse.pages({ sql: 'grading/sql/predictions', parameters }, UngradedRow)) {
    for (const row of page) {
      const known = await knownThen(row);
      const { predicted_points, recommendation, current_points_line: line } = row;
      const graded = gradePrediction(
        { predicted_points, recommendation, line, status_when_predicted: known.status },
        actualOf(row, states.get(row.game_id)),
      );
      if (graded.type === 'graded') yield JSON.stringify(gradedRow(row, graded.grade, known));
    }
  }
}
