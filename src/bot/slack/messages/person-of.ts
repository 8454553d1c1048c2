import type { Claimant } from '../../../coordination/deploy-locks/lock.ts';
import { mention } from './rich-text.ts';

/**
 * Returns the person to mention for a session. For an agent's session this is the person that the agent acts for,
 * because agents do not read the channel.
 */
export function personOf({ name, user_id, acts_for }: Claimant) {
  return mention({ name: acts_for ?? name, user_id: acts_for ?? user_id });
}

/**
 * Returns the session of an agent for the small print. The session of a person has the person's Slack id in its name, and
 * people are shown as mentions and not as ids.
 */
export function agentSession({ kind, session }: Pick<Claimant, 'kind' | 'session'>): readonly string[] {
  return kind === 'agent' ? [session] : [];
}
