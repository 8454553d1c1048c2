import * as z from 'zod';
import type { Collection } from '../../platform/document-store.ts';
import type { Log } from '../../platform/log.ts';
import type { OfflineLog } from '../../platform/offline-log.ts';
import { auditedTransaction } from '../audit/open-audit.ts';
import { type AuditChain, systemAuditContext } from '../audit/trail.ts';
import { enqueuePosts } from '../outbox/post.ts';
import type { LockDeps } from './load-locks.ts';
import { Claimant } from './lock.ts';
import type { BypassNotice, UnreadableBypass } from './lock-announcements.ts';

/** That somebody went on without the lock, because no store could be asked. */
const Bypass = z.object({
  service: z.string(),
  claimant: Claimant,
  reason: z.string(),
  /** By the clock of the machine, for the store's could not be asked. */
  at: z.string(),
});
export type Bypass = Readonly<z.infer<typeof Bypass>>;

export const BYPASSES: Collection<Bypass> = { name: 'lockless', schema: Bypass, indexes: [], texts: [], times: [] };

/** Writes it down on this machine. */
export async function recordBypass(offlineLog: OfflineLog, id: string, entry: Bypass): Promise<void> {
  await offlineLog.write(id, entry);
}

type TellDeps = Pick<LockDeps, 'store'> & {
  readonly offlineLog: OfflineLog;
  readonly audit: AuditChain;
  readonly log: Log;
};

/**
 * Tells the channel and the audit what was done without the lock, each note once, and strikes it out. A note that cannot be read keeps
 * nobody from the others: it is set aside, and the channel told where it lies. Throws while the store is away.
 */
export async function announceBypasses(deps: TellDeps): Promise<void> {
  for (const { id, entry } of await deps.offlineLog.read()) {
    const lockless = Bypass.safeParse(entry);
    if (lockless.success) await tell(deps, id, lockless.data);
    else await setAside(deps, id);
  }
}

async function tell({ store, offlineLog, audit: chain }: TellDeps, id: string, lockless: Bypass): Promise<void> {
  const ref = { collection: BYPASSES, id };
  await auditedTransaction(store, systemAuditContext(chain, 'lock-watch'), async (transaction, audit) => {
    if ((await transaction.get(ref)) !== undefined) return;
    const announcement: BypassNotice = { type: 'lockless', ...lockless };
    await enqueuePosts(transaction, [{ key: `lockless-${id}`, announcement }]);
    transaction.create(ref, lockless);
    const subject = { kind: 'service', id: lockless.service } as const;
    audit.append({ action: 'lock.went-without', subject, before: null, after: lockless });
  });
  await offlineLog.remove(id);
}

/** Told first: a crash in between tells it again under the same key, which changes nothing. */
async function setAside({ store, offlineLog, log }: TellDeps, id: string): Promise<void> {
  const announcement: UnreadableBypass = { type: 'lockless-unreadable', note: id };
  await store.transaction((transaction) => enqueuePosts(transaction, [{ key: `lockless-${id}`, announcement }]));
  const kept = await offlineLog.setAside(id);
  log.error({ kept }, 'A note of who went on without the lock cannot be read; it was set aside');
}
