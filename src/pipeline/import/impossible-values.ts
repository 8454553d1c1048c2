import { addFault } from './fault-list.ts';
import type { MatchContext } from './match-context.ts';
import type { RowCells } from './row-cells.ts';

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
