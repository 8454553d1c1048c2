/** The model whose picks are shown first: it weighs the others. The trained ones alone stay close to the line. */
export const PICKING_MODEL = 'ensemble_v1_1';

interface OwnRow {
  readonly system_id: string;
  readonly line_margin: number | null;
}

/** Of a player's rows the one that is shown for him: the picking model's, else that furthest from the line. */
export function pickingRow<R extends OwnRow>(rows: readonly R[]): R | undefined {
  const furthest = rows.toSorted((a, b) => Math.abs(b.line_margin ?? 0) - Math.abs(a.line_margin ?? 0))[0];
  return rows.find(({ system_id }) => system_id === PICKING_MODEL) ?? furthest;
}
