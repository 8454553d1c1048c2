import { type DocumentStore, STORE_TIME } from '../../platform/document-store.ts';
import { LEASES, type Lease } from './lease.ts';

/**
 * Renews a lease if its fencing token is still current. `lost` means that another process has the lease, so the caller
 * must stop the protected work.
 */
export function renewLease(store: DocumentStore, lease: Lease): Promise<'renewed' | 'lost'> {
  return writeIfHeld(store, lease, 'renewed');
}

/** Releases a lease only if its fencing token is still current. */
export function releaseLease(store: DocumentStore, lease: Lease): Promise<'released' | 'lost'> {
  return writeIfHeld(store, lease, 'released');
}

async function writeIfHeld<W extends 'renewed' | 'released'>(
  store: DocumentStore,
  lease: Lease,
  wanted: W,
): Promise<W | 'lost'> {
  const ref = { collection: LEASES, id: lease.name };
  const found = await store.get(ref);
  if (found === undefined || found.data.holder !== lease.holder || found.data.token !== lease.token) return 'lost';
  const fields = wanted === 'renewed' ? ({ renewed_at: STORE_TIME } as const) : { holder: null };
  return (await store.update(ref, fields, found.version)) === 'updated' ? wanted : 'lost';
}
