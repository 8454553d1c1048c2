import type { Claimant } from '../../../coordination/deploy-locks/lock.ts';
import { mention } from './rich-text.ts';

/**
 * Returns the person to mention for a session. For an agent's session this is the person that the agent acts for,
 * because agents do not read the channel.
 */
export function personOf({ name, user_id, acts_for }: Claimant) {
  return mention({ name: acts_for ?? name, user_id: acts_for ?? user_id });
}
