export type VoidReason = 'dnp_injury_confirmed' | 'dnp_late_scratch' | 'dnp_unknown';

/**
 * Why a player did not play, from his newest injury status in lower case. Out and doubtful mean a confirmed injury; questionable and probable
 * mean a late scratch; otherwise the reason is unknown (domain notes 3.4, rule 6). Suspension counts as out, day-to-day as questionable.
 */
export function voidReason(status: string | null): VoidReason {
  switch (status) {
    case 'out':
    case 'doubtful':
    case 'suspension':
      return 'dnp_injury_confirmed';
    case 'questionable':
    case 'probable':
    case 'day-to-day':
      return 'dnp_late_scratch';
    default:
      return 'dnp_unknown';
  }
}
