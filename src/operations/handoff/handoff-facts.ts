import * as z from 'zod';
import { type Handoff, MovedThing, ProvedClaim } from '../../coordination/handoffs/handoff.ts';
import { provedClaims } from '../../coordination/handoffs/handoff-card.ts';
import { Holding } from '../../coordination/sessions/session-card.ts';
import { Instant } from '../../platform/instant.ts';
import { UserText } from '../../platform/user-text.ts';
import { claimantName } from '../deploy/lock-facts.ts';
import { addresseeName } from './handoff-text.ts';

/** A handoff as replies show it. */
export const HandoffFacts = z.object({
  handoff_id: z.string(),
  state: z.enum(['pending', 'accepted', 'withdrawn', 'expired']),
  /** The next exact command; null if the offer names none. */
  next_command: UserText.nullable(),
  /** The state of the work. */
  about: UserText,
  /** The claims with their newest verdicts: of the acceptance, or of the offer. */
  done: z.array(ProvedClaim),
  open: z.array(UserText),
  ruled_out: z.array(UserText),
  /** What moved to the accepting session; empty before the acceptance. */
  moved: z.array(MovedThing),
  /** What the session held at the time of the offer. */
  holds: z.array(Holding),
  from_session: z.string(),
  by: UserText,
  /** For whom the handoff is. */
  addressed_to: UserText,
  offered_at: Instant,
  expires_at: Instant,
  accepted_session: z.string().nullable(),
  accepted_by: UserText.nullable(),
  accepted_at: Instant.nullable(),
});
export type HandoffFacts = z.infer<typeof HandoffFacts>;

export function handoffFacts(handoff: Handoff): HandoffFacts {
  const { handoff_id, state, from, addressed_to, summary, open, ruled_out, next_command, holds, accepted } = handoff;
  return {
    handoff_id,
    state,
    next_command,
    about: summary,
    done: [...provedClaims(handoff)],
    open: [...open],
    ruled_out: [...ruled_out],
    moved: [...(accepted?.moved ?? [])],
    holds: [...holds],
    from_session: from.session,
    by: claimantName(from),
    addressed_to: addresseeName(addressed_to),
    offered_at: handoff.offered_at,
    expires_at: handoff.expires_at,
    accepted_session: accepted?.by.session ?? null,
    accepted_by: accepted === null ? null : claimantName(accepted.by),
    accepted_at: accepted?.at ?? null,
  };
}
