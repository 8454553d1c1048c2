import * as z from 'zod';
import type { Collection } from '../../../platform/document-store.ts';
import { Instant } from '../../../platform/instant.ts';

/** A call that a button makes: what was probably meant by a command that could not be carried out. Gone once it is taken. */
const ButtonOffer = z.object({
  /** The name of the operation. */
  operation: z.string(),
  /** Its input as typed, as JSON. */
  given: z.string(),
  /** The Slack user it was offered to. */
  user_id: z.string(),
  offered_at: Instant,
});
export type ButtonOffer = z.infer<typeof ButtonOffer>;

export const OFFERS: Collection<ButtonOffer> = {
  name: 'slack_offers',
  schema: ButtonOffer,
  indexes: [],
  texts: [],
  times: ['offered_at'],
};
