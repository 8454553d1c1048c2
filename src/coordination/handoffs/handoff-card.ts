import * as z from 'zod';
import type { NewPost } from '../outbox/post.ts';
import { Handoff, type ProvedClaim } from './handoff.ts';

const KEY_START = 'handoff-';

/** The card of a handoff. It has a button while the handoff is pending, and afterwards shows what became of it. */
export const HandoffCard = z.object({ type: z.literal('handoff'), ...Handoff.omit({ request: true }).shape });
export type HandoffCard = Readonly<z.infer<typeof HandoffCard>>;

/** The reply in the card's thread that tells the people behind a handoff that it was accepted. */
export const HandoffAccepted = z.object({
  type: z.literal('handoff-accepted'),
  ...HandoffCard.omit({ type: true }).shape,
});
export type HandoffAccepted = Readonly<z.infer<typeof HandoffAccepted>>;

/** The posts that show a handoff as it is now. */
export function handoffPosts(handoff: Handoff): readonly NewPost[] {
  const { request: _, ...shown } = handoff;
  const key = `${KEY_START}${handoff.handoff_id}`;
  const card: HandoffCard = { type: 'handoff', ...shown };
  if (handoff.state !== 'accepted') return [{ key, announcement: card }];
  const notice: HandoffAccepted = { type: 'handoff-accepted', ...shown };
  return [
    { key, announcement: card },
    { key: `${key}-accepted`, under: key, announcement: notice },
  ];
}

/** The claims of a handoff with their newest verdicts: those of the acceptance, or those of the offer. */
export function provedClaims({ done, accepted }: Pick<Handoff, 'done' | 'accepted'>): readonly ProvedClaim[] {
  return accepted?.proved ?? done;
}
