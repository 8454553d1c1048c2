import type { Transaction } from '../../platform/document-store.ts';
import { type Audit, auditedTransaction } from '../audit/open-audit.ts';
import type { Trail } from '../audit/trail.ts';
import { wantPosts } from '../posts/post.ts';
import { lockPosts } from './announce-locks.ts';
import { auditEvents } from './audit-locks.ts';
import type { Decided } from './claim-lock.ts';
import { type Lock, lockRef } from './lock.ts';
import { type LockDeps, readScene } from './read-scene.ts';
import { readableLocks, type Scene } from './scene.ts';
import { makeOffers, settle } from './settle.ts';
import { ticketRef, ticketsOf } from './ticket.ts';

/** A rule of one command: what it makes of the locks as they stand, and what it answers. */
export type Command<A> = (scene: Scene) => Decided<A>;

/**
 * Settles what time did to the locks, applies the command, and makes the channel and the audit tell of both: together or not at all. Most
 * commands of many contenders change nothing; they are answered from what was read and wait for nobody.
 */
export async function changeLocks<A>(deps: LockDeps, trail: Trail, command: Command<A>): Promise<A> {
  const seen = await readScene(deps, (ref) => deps.store.get(ref), trail.session);
  const glance = decide(seen, command);
  if (changedLocks(seen, glance.scene).length === 0) return glance.answer;
  return await auditedTransaction(deps.store, trail, async (transaction, audit) => {
    const before = await readScene(deps, (ref) => transaction.get(ref), trail.session);
    const { scene: after, answer } = decide(before, command);
    if (changedLocks(before, after).length > 0) await write({ transaction, audit }, before, after);
    return answer;
  });
}

function decide<A>(scene: Scene, command: Command<A>): Decided<A> {
  const decided = command(settle(scene));
  return { ...decided, scene: makeOffers(decided.scene) };
}

function changedLocks(before: Scene, after: Scene): readonly Lock[] {
  return readableLocks(after).filter(({ service }) => before.views.get(service) !== after.views.get(service));
}

async function write(
  { transaction, audit }: { readonly transaction: Transaction; readonly audit: Audit },
  before: Scene,
  after: Scene,
): Promise<void> {
  await wantPosts(transaction, lockPosts(before, after));
  for (const lock of changedLocks(before, after)) {
    const view = before.views.get(lock.service);
    if (view?.type === 'readable' && view.document === 'stored') transaction.update(lockRef(lock.service), lock);
    else transaction.create(lockRef(lock.service), lock);
  }
  for (const { id, ticket } of ticketsOf(before, after)) transaction.create(ticketRef(id), ticket);
  auditEvents(audit, after);
}
