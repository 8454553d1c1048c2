export type VoidReason = 'dnp_injury_confirmed' | 'dnp_late_scratch' | 'dnp_unknown';

/**
 * Returns the reason why a player did not play, based on his newest injury status in lower case. Out and doubtful mean
 * a confirmed injury; questionable and probable mean a late scratch. Suspension counts as out, and day-to-day as
 * questionable. Any other status gives an unknown reason (domain notes 3.4, rule 6).
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
