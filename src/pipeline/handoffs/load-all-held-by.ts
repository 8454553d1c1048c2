import type { LockDeps } from '../../coordination/deploy-locks/load-locks.ts';
import { type HeldBySession, holdingsIn, loadAllHoldings } from '../../coordination/sessions/load-holdings.ts';
import type { Holding } from '../../coordination/sessions/session-card.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import { BATCHES, type CurrentBatch, type UnfinishedBatch } from '../documents/batch-document.ts';

const UNFINISHED = ['preparing', 'open', 'consolidating', 'failed'] as const satisfies UnfinishedBatch['state'][];

/** Everything that sessions hold now: their locks, queue places, reservations and requests, and the batches they own. */
export async function loadEverythingHeld(deps: LockDeps): Promise<readonly HeldBySession[]> {
  const [coordinated, owned] = await Promise.all([loadAllHoldings(deps), ownedBatches(deps.store)]);
  return [...coordinated, ...owned];
}

/** Everything that one session holds now, with the batches it owns. */
export async function loadAllHeldBy(deps: LockDeps, session: string): Promise<readonly Holding[]> {
  return holdingsIn(await loadEverythingHeld(deps), session);
}

async function ownedBatches(store: DocumentStore): Promise<readonly HeldBySession[]> {
  const found = await Promise.all(
    UNFINISHED.map((state) => store.query({ collection: BATCHES }, { where: [['state', '==', state]] })),
  );
  return found.flat().flatMap(({ data }) => ('owner_session' in data ? heldBatch(data) : []));
}

function heldBatch({ batch_id, owner_session, owner_name }: CurrentBatch): readonly HeldBySession[] {
  if (owner_session === null) return [];
  const holding = { kind: 'batch', id: batch_id, until: null } as const;
  return [{ session: owner_session, holder: owner_name ?? owner_session, holding }];
}
