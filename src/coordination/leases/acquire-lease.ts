import { type DocumentStore, STORE_TIME } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import { writeUnchanged } from '../../platform/write-unchanged.ts';
import { isFree, LEASES, type Lease, type LeaseDocument } from './lease.ts';

export interface LeaseRequest {
  readonly name: string;
  /**
   * The id of the lease's holder. It is unique for each start of a process, so a restarted process is a different
   * holder.
   */
  readonly holder: string;
  readonly leaseMs: number;
  /**
   * Says whether other processes that hold leases may still be running. `may-live`: a lease is free only after it has
   * expired. `dead`: no other process is running, so every lease of another process is free. A caller may pass `dead`
   * when it owns a resource without which no lease holder can run.
   */
  readonly otherHolders: 'may-live' | 'dead';
  /**
   * The id of the holder's process. Holders whose id starts with `<instance>/` run in this process and are alive, even
   * if `otherHolders` is `dead`.
   */
  readonly instance?: string;
}

export type LeaseDecision =
  | {
      readonly type: 'acquired';
      readonly lease: Lease;
      /** Whether the previous holder released the lease. A holder that was killed did not. */
      readonly previous: 'none' | 'released' | 'not-released';
    }
  | { readonly type: 'held'; readonly by: string };

/**
 * Acquires a lease if it is free. The current holder may acquire it again and keeps its token. A process that is killed
 * while it acquires a lease leaves no lock on the document.
 */
export async function acquireLease(store: DocumentStore, request: LeaseRequest): Promise<LeaseDecision> {
  const { name, holder, leaseMs } = request;
  const ref = { collection: LEASES, id: name };
  for (;;) {
    const [found, now] = await Promise.all([store.get(ref), store.now()]);
    const decision = decideLease(found?.data, request, now);
    if (decision.type === 'held') return decision;
    const document = { name, holder, token: decision.lease.token, renewed_at: STORE_TIME, lease_ms: leaseMs } as const;
    if ((await writeUnchanged(store, { ref, found }, document)) === 'written') return decision;
  }
}

function decideLease(found: LeaseDocument | undefined, request: LeaseRequest, now: Instant): LeaseDecision {
  const { name, holder, instance } = request;
  if (found === undefined) return { type: 'acquired', lease: { name, holder, token: 1 }, previous: 'none' };
  const previous = found.holder === null ? 'released' : 'not-released';
  if (found.holder === holder) return { type: 'acquired', lease: { name, holder, token: found.token }, previous };
  const isOwn = instance !== undefined && found.holder?.startsWith(`${instance}/`) === true;
  const mayLive = request.otherHolders === 'may-live' || isOwn;
  if (found.holder !== null && mayLive && !isFree(found, now)) {
    return { type: 'held', by: found.holder };
  }
  return { type: 'acquired', lease: { name, holder, token: found.token + 1 }, previous };
}
