import * as z from 'zod';
import type { Collection } from '../../../platform/document-store.ts';
import { Instant } from '../../../platform/instant.ts';

/**
 * The operation that a button runs, such as the corrected form of a mistyped command. The store deletes it when the
 * button is clicked.
 */
const StoredStep = z.object({
  operation: z.string(),
  /** The input of the operation as JSON, as the person typed it. */
  given: z.string(),
  /** The Slack user who may click the button. */
  user_id: z.string(),
  offered_at: Instant,
});
export type StoredStep = z.infer<typeof StoredStep>;

export const STORED_STEPS: Collection<StoredStep> = {
  name: 'slack_offers',
  schema: StoredStep,
  indexes: [],
  texts: [],
  times: ['offered_at'],
};
