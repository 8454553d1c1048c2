import { injuryStatusOf } from '../vocabulary/injury-status.ts';

export type VoidReason = 'dnp_injury_confirmed' | 'dnp_late_scratch' | 'dnp_unknown';

/**
 * Returns the reason why a player did not play, based on his newest injury status. Out and doubtful mean a confirmed
 * injury; questionable and probable mean a late scratch. Any other status gives an unknown reason (domain notes 3.4, rule
 * 6).
 */
export function voidReason(status: string | null): VoidReason {
  switch (status === null ? undefined : injuryStatusOf(status)) {
    case 'out':
    case 'doubtful':
      return 'dnp_injury_confirmed';
    case 'questionable':
    case 'probable':
      return 'dnp_late_scratch';
    default:
      return 'dnp_unknown';
  }
}
