import * as z from 'zod';
import type { Collection } from '../../platform/document-store.ts';
import { Instant, millisOf } from '../../platform/instant.ts';

/** The document of a lease stays after a release, so that the next holder's token is higher than all earlier ones. */
const LeaseDocument = z.object({
  name: z.string(),
  /** The id of the holder; null when nobody holds the lease. */
  holder: z.string().nullable(),
  token: z.number().int(),
  renewed_at: Instant,
  lease_ms: z.number().int().positive(),
});
export type LeaseDocument = z.infer<typeof LeaseDocument>;

export const LEASES: Collection<LeaseDocument> = {
  name: 'leases',
  schema: LeaseDocument,
  indexes: [],
  texts: [],
  times: ['renewed_at'],
};

/** A lease: the right to do one kind of work, with the fencing token that proves it. */
export interface Lease {
  readonly name: string;
  readonly holder: string;
  /** The fencing token. It rises with every new holder. */
  readonly token: number;
}

/** A lease expires when its holder does not renew it within `lease_ms`, by the store's clock. */
export function isFree(lease: LeaseDocument, now: Instant): boolean {
  return lease.holder === null || millisOf(now) - millisOf(lease.renewed_at) >= lease.lease_ms;
}
