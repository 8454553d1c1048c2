import * as z from 'zod';
import type { Collection, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';
import { UserText } from '../../platform/user-text.ts';
import { Claimant } from '../deploy-locks/lock.ts';
import { Holding } from '../sessions/session-card.ts';

const ID_START = 'handoff_';

/** A claim of a handoff, and the read operation that proves it, as a person types it. */
export const HandoffClaim = z.object({ claim: UserText, proof: UserText });
export type HandoffClaim = Readonly<z.infer<typeof HandoffClaim>>;

/** `unknown`: the proof could not be run, or its answer could not be compared. */
export const Verdict = z.enum(['true', 'false', 'unknown']);
export type Verdict = z.infer<typeof Verdict>;

/** A claim after its proof has run. */
export const ProvedClaim = HandoffClaim.extend({
  verdict: Verdict,
  /** What was compared, with the value that was found. */
  compared: UserText,
});
export type ProvedClaim = Readonly<z.infer<typeof ProvedClaim>>;

/** The sessions that a handoff is for. */
export const Addressee = z.discriminatedUnion('type', [
  z.object({ type: z.literal('anybody') }),
  z.object({ type: z.literal('session'), session: z.string() }),
  z.object({ type: z.literal('person'), name: UserText }),
]);
export type Addressee = Readonly<z.infer<typeof Addressee>>;

/** One thing that moved from one session to another. */
export const MovedThing = z.object({
  /** `offer` is the stored word for a reservation. */
  kind: z.enum(['lock', 'deploy', 'queue', 'offer', 'approval', 'batch']),
  id: z.string(),
  /** The new fencing token of a lock or a deploy; null for other things. */
  token: z.number().int().nullable(),
});
export type MovedThing = Readonly<z.infer<typeof MovedThing>>;

const Acceptance = z.object({
  by: Claimant,
  at: Instant,
  /** The claims, proved again just before the acceptance. */
  proved: z.array(ProvedClaim),
  moved: z.array(MovedThing),
});
export type Acceptance = Readonly<z.infer<typeof Acceptance>>;

/** The offer of a session to give its work, and everything that it holds, to another session. */
export const Handoff = z.object({
  handoff_id: z.string(),
  state: z.enum(['pending', 'accepted', 'withdrawn', 'expired']),
  /** The session that hands over. */
  from: Claimant,
  /** The session that made the offer. A person may make it for an agent's session. */
  offered_by: Claimant,
  /** The id of the request that made the offer. */
  request: z.string(),
  addressed_to: Addressee,
  /** The state of the work, in a paragraph. */
  summary: UserText,
  /** What is done, with the verdicts of the time of the offer. */
  done: z.array(ProvedClaim),
  open: z.array(UserText),
  ruled_out: z.array(UserText),
  /** The next exact command; null if the offer names none. */
  next_command: UserText.nullable(),
  /** What the session held at the time of the offer. */
  holds: z.array(Holding),
  offered_at: Instant,
  expires_at: Instant,
  accepted: Acceptance.nullable(),
  /** The session that withdrew the offer; null unless it is withdrawn. */
  withdrawn_by: Claimant.nullable(),
});
export type Handoff = Readonly<z.infer<typeof Handoff>>;

export const HANDOFFS: Collection<Handoff> = {
  name: 'handoffs',
  schema: Handoff,
  indexes: [['state'], ['offered_at']],
  texts: [],
  times: ['offered_at', 'expires_at'],
};

export function handoffRef(handoffId: string): DocumentRef<Handoff> {
  return { collection: HANDOFFS, id: handoffId };
}

/** The newest handoff of a session. It keeps a session from having two pending ones. */
const NewestHandoff = z.object({ session: z.string(), handoff_id: z.string() });
type NewestHandoff = z.infer<typeof NewestHandoff>;

export const NEWEST_HANDOFFS: Collection<NewestHandoff> = {
  name: 'newest_handoffs',
  schema: NewestHandoff,
  indexes: [],
  texts: [],
  times: [],
};

export function newestHandoffRef(session: string): DocumentRef<NewestHandoff> {
  return { collection: NEWEST_HANDOFFS, id: session };
}

/** Builds the id of a new handoff from a random, unique text. */
export function newHandoffId(random: string): string {
  return `${ID_START}${random.replaceAll('-', '').slice(0, 10)}`;
}

/** Returns a handoff as it is at a time. An offer that nobody accepted in time is expired, even before that is stored. */
export function handoffAt(handoff: Handoff, now: Instant): Handoff {
  const isOver = handoff.state === 'pending' && handoff.expires_at <= now;
  return isOver ? { ...handoff, state: 'expired' } : handoff;
}
