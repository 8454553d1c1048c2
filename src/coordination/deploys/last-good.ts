import * as z from 'zod';
import { Instant } from '../../platform/instant.ts';

/** The version of a service to go back to when a deploy goes wrong. */
export const LastGood = z.object({
  commit: z.string().nullable(),
  revision: z.string().nullable(),
  /** Whether the target was seen to serve the commit when its deploy finished. */
  verified: z.boolean(),
  deployed_at: Instant,
  /** The command that gives all traffic back to the revision; null if no revision or no such command is known. */
  rollback: z.string().nullable(),
});
export type LastGood = Readonly<z.infer<typeof LastGood>>;
