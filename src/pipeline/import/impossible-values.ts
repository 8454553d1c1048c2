import { addFault } from './fault-list.ts';
import type { MatchContext } from './match-context.ts';
import type { RowCells } from './row-cells.ts';
import type { RowPlan } from './row-plan.ts';

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
const OPPONENTS: readonly (readonly [one: string, other: string])[] = [
  ['team', 'opponent'],
  ['home_team', 'away_team'],
];

/** Adds the faults of a row whose numbers contradict each other. An empty cell contradicts nothing. */
export function refuseImpossibleNumbers(row: RowCells, context: Pick<MatchContext, 'faults' | 'file'>): void {
  for (const [part, whole] of row.plan.comparable) {
    const [less, more] = [numberAt(row, part), numberAt(row, whole)];
    if (less === undefined || more === undefined || less <= more) continue;
    refuse(row, context, {
      column: nameOf(row, part),
      fault: `${less} is more than ${nameOf(row, whole)}, which is ${more}`,
    });
  }
  const [points, fgm, fg3m, ftm] = row.plan.scoring.map((index) => numberAt(row, index));
  if (points === undefined || fgm === undefined || fg3m === undefined || ftm === undefined) return;
  const scored = 2 * fgm + fg3m + ftm;
  if (points === scored) return;
  const shots = `fgm ${fgm}, fg3m ${fg3m} and ftm ${ftm}`;
  refuse(row, context, { column: 'points', fault: `${points} contradicts the shots: ${shots} are ${scored} points` });
}

/** Adds a fault when a row names one team twice. Its teams are already replaced with their abbreviations. */
export function refuseOneTeamTwice(
  row: RowCells,
  context: Pick<MatchContext, 'faults' | 'file'>,
): 'refused' | 'two-teams' {
  for (const [one, other] of OPPONENTS) {
    const team = row.values[row.plan.indexOf.get(one) ?? -1];
    if (team === undefined || team === 'null' || team !== row.values[row.plan.indexOf.get(other) ?? -1]) continue;
    refuse(row, context, { column: other, fault: `${team} is also the ${one}` });
    return 'refused';
  }
  return 'two-teams';
}

/** Returns the indexes of the columns whose numbers are compared: `comparable` pairs, and those of the points. */
export function comparedColumns(indexOf: RowPlan['indexOf']): Pick<RowPlan, 'comparable' | 'scoring'> {
  const comparable = NEVER_MORE.flatMap(([part, whole]) => {
    const [one, other] = [indexOf.get(part), indexOf.get(whole)];
    return one === undefined || other === undefined ? [] : [[one, other] as const];
  });
  const scoring = SCORING.flatMap((name) => indexOf.get(name) ?? []);
  return { comparable, scoring: scoring.length === SCORING.length ? scoring : [] };
}

function refuse(
  { line }: RowCells,
  { faults, file }: Pick<MatchContext, 'faults' | 'file'>,
  { column, fault }: { readonly column: string; readonly fault: string },
): void {
  addFault(faults, `${file}, line ${line}, column ${column}: ${fault}.`);
}

function numberAt({ values }: RowCells, index: number): number | undefined {
  const json = values[index];
  return json === undefined || json === 'null' ? undefined : Number(json);
}

function nameOf({ plan }: RowCells, index: number): string {
  return plan.columns[index]?.column.name ?? '';
}
