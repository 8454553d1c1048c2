/**
 * The id of the model whose picks the results show first. It combines several models, because a trained model alone
 * stays so close to the line that it rarely has picks.
 */
export const PICKING_MODEL = 'ensemble_v1_1';

interface ModelRow {
  readonly system_id: string;
  readonly line_margin: number | null;
}

/**
 * Returns the prediction row to show for a player. This is the row of `PICKING_MODEL` or, if the player has none, the
 * row whose prediction is furthest from the line.
 */
export function pickingRow<R extends ModelRow>(rows: readonly R[]): R | undefined {
  const furthest = rows.toSorted((a, b) => Math.abs(b.line_margin ?? 0) - Math.abs(a.line_margin ?? 0))[0];
  return rows.find(({ system_id }) => system_id === PICKING_MODEL) ?? furthest;
}
