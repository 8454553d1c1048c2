/** Shots made cannot be more than shots taken, and three-pointers are a part of all shots from the field. */
const NEVER_MORE: readonly (readonly [part: string, whole: string])[] = [
  ['fgm', 'fga'],
  ['fg3m', 'fg3a'],
  ['ftm', 'fta'],
  ['fg3m', 'fgm'],
  ['fg3a', 'fga'],
  ['ra_fgm', 'ra_fga'],
  ['paint_nonra_fgm', 'paint_nonra_fga'],
  ['mid_fgm', 'mid_fga'],
  ['corner3_fgm', 'corner3_fga'],
  ['above_break3_fgm', 'above_break3_fga'],
];
const SCORING = ['points', 'fgm', 'fg3m', 'ftm'] as const;

/** The columns of a table whose numbers are compared with each other, by their index. */
export interface ComparedColumns {
  /** Two columns, of which the first cannot be more than the second. */
  readonly comparable: readonly (readonly [part: number, whole: number])[];
  /** The points and the made shots; empty when the table does not have all of them. */
  readonly scoring: readonly number[];
}

export function comparedColumns(indexOf: ReadonlyMap<string, number>): ComparedColumns {
  const comparable = NEVER_MORE.flatMap(([part, whole]) => {
    const [one, other] = [indexOf.get(part), indexOf.get(whole)];
    return one === undefined || other === undefined ? [] : [[one, other] as const];
  });
  const scoring = SCORING.flatMap((name) => indexOf.get(name) ?? []);
  return { comparable, scoring: scoring.length === SCORING.length ? scoring : [] };
}
