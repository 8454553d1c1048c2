import * as z from 'zod';
import type { Collection } from '../../../platform/document-store.ts';
import { Instant } from '../../../platform/instant.ts';

/** A call that a button makes: what was probably meant by a command that could not be carried out. Gone once it is taken. */
const Offer = z.object({
  /** The name of the operation. */
  operation: z.string(),
  /** Its input as typed, as JSON. */
  given: z.string(),
  /** The Slack user it was offered to. */
  user_id: z.string(),
  offered_at: Instant,
});
export type Offer = z.infer<typeof Offer>;

export const OFFERS: Collection<Offer> = {
  name: 'slack_offers',
  schema: Offer,
  indexes: [],
  texts: [],
  times: ['offered_at'],
};
