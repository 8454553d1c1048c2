/**
 * The id of the model that gives the projection of a player whom the headline model did not predict. It combines the
 * other models, so it has a prediction whenever one of them has.
 */
export const FALLBACK_MODEL = 'ensemble_v1_1';

interface ModelRow {
  readonly system_id: string;
}

/**
 * Returns the row of a player's headline projection. This is the row of the headline model. If the player has none, it
 * is the row of `FALLBACK_MODEL`, or else that of the first model by id. The SQL of slates has the same order.
 * @internal exported for tests
 */
export function headlineRow<R extends ModelRow>(rows: readonly R[], headlineModel: string): R | undefined {
  const byModel = (id: string) => rows.find(({ system_id }) => system_id === id);
  const [first] = rows.toSorted((a, b) => a.system_id.localeCompare(b.system_id));
  return byModel(headlineModel) ?? byModel(FALLBACK_MODEL) ?? first;
}

/** Marks the rows of a slate that are headline projections, one per player. */
export function withHeadlines<R extends ModelRow & { readonly player_lookup: string }>(
  rows: readonly R[],
  headlineModel: string,
): readonly (R & { readonly is_headline: boolean })[] {
  const players = Map.groupBy(rows, ({ player_lookup }) => player_lookup);
  const headlines = new Set([...players.values()].map((own) => headlineRow(own, headlineModel)));
  return rows.map((row) => ({ ...row, is_headline: headlines.has(row) }));
}
