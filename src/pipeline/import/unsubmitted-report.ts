import { injuryStatusOf } from '../vocabulary/injury-status.ts';
import { noteValue } from './file-notes.ts';
import type { MatchContext } from './match-context.ts';
import type { RowPlan } from './row-plan.ts';

/**
 * An official injury report has a row without a player for each team that has not reported yet. Such a row says nothing
 * about a player, so it is set aside, and the team's earlier report still counts.
 */
export function setAsideUnsubmitted(
  { fields, line }: { readonly fields: readonly string[]; readonly line: number },
  { plan, kind, notes }: Pick<MatchContext, 'kind' | 'notes'> & { readonly plan: RowPlan },
): 'set-aside' | 'other' {
  if (kind.name !== 'injuries') return 'other';
  const textOf = (column: string) => fields[plan.columns[plan.indexOf.get(column) ?? -1]?.field ?? -1]?.trim() ?? '';
  const [name, team] = [textOf('player_name'), textOf('team')];
  const said = name === '' ? [textOf('status'), textOf('reason')] : [name];
  if (!said.some((text) => injuryStatusOf(text) === 'not submitted')) return 'other';
  const reason = `${team === '' ? 'A team' : team} has not submitted its injury report yet.`;
  noteValue(notes, { kind: 'set_aside', column: 'status', value: team, reason, line });
  return 'set-aside';
}
