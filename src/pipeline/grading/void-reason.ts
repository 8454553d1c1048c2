export type VoidReason = 'dnp_injury_confirmed' | 'dnp_late_scratch' | 'dnp_unknown';

/**
 * Why a player did not play, by the newest status that an injury report gave him, in lower case: ruled out or doubtful before the game is an
 * injury that was confirmed, one whose part was open was scratched late, and of the others nobody knows (domain notes 3.4, rule 6, with
 * suspensions beside the ruled out and day-to-day beside the questionable).
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
