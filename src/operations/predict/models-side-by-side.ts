interface ModelPrediction {
  readonly player_lookup: string;
  readonly player_name: string;
  readonly system_id: string;
  readonly predicted_points: number;
  readonly current_points_line: number | null;
  readonly is_headline: boolean;
}

/** The predictions of all models for one player. */
interface PlayerModels {
  readonly lookup: string;
  readonly name: string;
  readonly line: number | null;
  /** The headline projection, and the model that made it. */
  readonly projection: number;
  readonly projectionBy: string;
  /** The points of each model, in the order of `models`; null for a model without a prediction. */
  readonly points: readonly (number | null)[];
}

export interface ModelsSideBySide {
  /** The ids of the models: the headline model first, the others in the order of their ids. */
  readonly models: readonly string[];
  readonly players: readonly PlayerModels[];
}

/**
 * Puts the models of a slate side by side, one row per player. Players are in the order of their headline rows. The
 * projection of a player whom the headline model did not predict comes from another model, which is named.
 */
export function modelsSideBySide(rows: readonly ModelPrediction[], headlineModel: string): ModelsSideBySide {
  const found = new Set(rows.map(({ system_id }) => system_id));
  const others = [...found].filter((id) => id !== headlineModel).toSorted();
  const models = found.has(headlineModel) ? [headlineModel, ...others] : others;
  const byPlayer = Map.groupBy(rows, ({ player_lookup }) => player_lookup);
  const players = rows
    .filter(({ is_headline }) => is_headline)
    .map((headline) => {
      const own = byPlayer.get(headline.player_lookup) ?? [];
      return {
        lookup: headline.player_lookup,
        name: headline.player_name,
        line: headline.current_points_line,
        projection: headline.predicted_points,
        projectionBy: headline.system_id,
        points: models.map((id) => own.find(({ system_id }) => system_id === id)?.predicted_points ?? null),
      };
    });
  return { models, players };
}
