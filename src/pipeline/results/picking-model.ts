/** The picking model: its picks are shown first. A trained model alone stays too close to the line to have picks, so this one combines models. */
export const PICKING_MODEL = 'ensemble_v1_1';

interface ModelRow {
  readonly system_id: string;
  readonly line_margin: number | null;
}

/** The row shown for a player: that of the picking model. Without one, it is the row whose prediction is furthest from the line. */
export function pickingRow<R extends ModelRow>(rows: readonly R[]): R | undefined {
  const furthest = rows.toSorted((a, b) => Math.abs(b.line_margin ?? 0) - Math.abs(a.line_margin ?? 0))[0];
  return rows.find(({ system_id }) => system_id === PICKING_MODEL) ?? furthest;
}
