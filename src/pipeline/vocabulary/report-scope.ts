import { vocabulary } from './vocabulary.ts';

/**
 * Whether an injury report lists every injured player of its team. The official report of a team does. A complete report
 * replaces the team's older reports for the game date, so a player who is absent from it is no longer out. A partial
 * report adds to the older ones and replaces nothing.
 */
type ReportScope = 'complete' | 'partial';

/** Returns the scope that a cell means, or undefined for a text outside the vocabulary. */
export const reportScopeOf = vocabulary<ReportScope>({
  complete: ['full', 'whole', 'whole team', 'official', 'team'],
  partial: ['incomplete', 'update', 'addition', 'single', 'single player', 'player'],
});
