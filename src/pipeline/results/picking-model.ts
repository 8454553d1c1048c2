/** The model whose picks are shown first. It combines the other models; the trained models alone predict close to the line. */
export const PICKING_MODEL = 'ensemble_v1_1';

interface ModelRow {
  readonly system_id: string;
  readonly line_margin: number | null;
}

/** The row that is shown for a player: the picking model's, or else the one furthest from the line. */
export function pickingRow<R extends ModelRow>(rows: readonly R[]): R | undefined {
  const furthest = rows.toSorted((a, b) => Math.abs(b.line_margin ?? 0) - Math.abs(a.line_margin ?? 0))[0];
  return rows.find(({ system_id }) => system_id === PICKING_MODEL) ?? furthest;
}
