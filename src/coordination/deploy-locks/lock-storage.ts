import * as z from 'zod';
import type { Collection, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';
import {
  Claimant,
  Deploy,
  EndReason,
  Grant,
  type Hold,
  type Lock,
  QueueEntry,
  Reservation,
  ServiceDeploy,
} from './lock.ts';

/** The stored form of a hold, in documents and audit records. Its `suspect_since` is `unresponsive_since` in the code. */
const StoredHold = z.object({
  ticket: z.string(),
  token: z.number().int(),
  claimant: Claimant,
  reason: z.string(),
  since: Instant,
  until: Instant,
  suspect_since: Instant.nullable(),
  freeze_override: z.string().nullable().default(null),
  warned_until: Instant.nullable().default(null),
});
type StoredHold = Readonly<z.infer<typeof StoredHold>>;

/** The stored form of a lock. Its `offer` is `reservation` in the code. */
const LockDocument = z.object({
  service: z.string(),
  token: z.number().int(),
  hold: StoredHold.nullable(),
  queue: z.array(QueueEntry),
  offer: Reservation.nullable(),
  last_end: z
    .object({
      hold: StoredHold,
      how: EndReason,
      by: Claimant.nullable(),
      reason: z.string().nullable(),
      at: Instant,
      /** Empty in locks that were stored before this field existed. */
      deploys: z.array(ServiceDeploy).default([]),
    })
    .nullable(),
  grants: z.array(Grant),
  deploy: Deploy.nullable(),
});
export type LockDocument = z.infer<typeof LockDocument>;

export const LOCKS: Collection<LockDocument> = {
  name: 'locks',
  schema: LockDocument,
  indexes: [],
  texts: [],
  times: [],
};

export function lockRef(service: string): DocumentRef<LockDocument> {
  return { collection: LOCKS, id: service };
}

export function lockFromDocument({ offer, hold, last_end, ...same }: LockDocument): Lock {
  return {
    ...same,
    hold: hold && holdFromStorage(hold),
    reservation: offer,
    last_end: last_end && { ...last_end, hold: holdFromStorage(last_end.hold) },
  };
}

export function documentOfLock({ reservation, hold, last_end, queue, grants, ...same }: Lock): LockDocument {
  return {
    ...same,
    queue: [...queue],
    grants: [...grants],
    hold: hold && storedHold(hold),
    offer: reservation,
    last_end: last_end && { ...last_end, hold: storedHold(last_end.hold), deploys: [...last_end.deploys] },
  };
}

export function storedHold({ unresponsive_since, ...same }: Hold): StoredHold {
  return { ...same, suspect_since: unresponsive_since };
}

function holdFromStorage({ suspect_since, ...same }: StoredHold): Hold {
  return { ...same, unresponsive_since: suspect_since };
}
