import * as z from 'zod';
import type { Collection } from '../../platform/document-store.ts';
import type { Log } from '../../platform/log.ts';
import type { OfflineLog } from '../../platform/offline-log.ts';
import { type AuditChain, systemAuditContext } from '../audit/audit-context.ts';
import { auditedTransaction } from '../audit/open-audit.ts';
import { enqueuePosts } from '../outbox/post.ts';
import type { LockDeps } from './load-locks.ts';
import { Claimant } from './lock.ts';
import type { BypassNotice, UnreadableBypass } from './lock-announcements.ts';

/** A bypass: a session deployed without the lock, because the store could not be reached. */
const Bypass = z.object({
  service: z.string(),
  claimant: Claimant,
  reason: z.string(),
  /** The time by this machine's clock, because the store's clock could not be read. */
  at: z.string(),
});
export type Bypass = Readonly<z.infer<typeof Bypass>>;

/** Stored collections, posts and audit actions still use the older names of a bypass. */
export const BYPASSES: Collection<Bypass> = { name: 'lockless', schema: Bypass, indexes: [], texts: [], times: [] };

/** Writes a bypass to this machine's offline log. */
export async function recordBypass(offlineLog: OfflineLog, id: string, entry: Bypass): Promise<void> {
  await offlineLog.write(id, entry);
}

type AnnounceDeps = Pick<LockDeps, 'store'> & {
  readonly offlineLog: OfflineLog;
  readonly audit: AuditChain;
  readonly log: Log;
};

/**
 * Announces and audits every bypass in the offline log once, and removes it from the log. An entry that does not parse is set aside and
 * announced as unreadable, so that it does not block the others. Throws while the store cannot be reached.
 */
export async function announceBypasses(deps: AnnounceDeps): Promise<void> {
  for (const { id, entry } of await deps.offlineLog.read()) {
    const bypass = Bypass.safeParse(entry);
    if (bypass.success) await announce(deps, id, bypass.data);
    else await setAside(deps, id);
  }
}

async function announce({ store, offlineLog, audit: chain }: AnnounceDeps, id: string, bypass: Bypass): Promise<void> {
  const ref = { collection: BYPASSES, id };
  await auditedTransaction(store, systemAuditContext(chain, 'lock-watch'), async (transaction, audit) => {
    if ((await transaction.get(ref)) !== undefined) return;
    const announcement: BypassNotice = { type: 'lockless', ...bypass };
    await enqueuePosts(transaction, [{ key: postKey(id), announcement }]);
    transaction.create(ref, bypass);
    const subject = { kind: 'service', id: bypass.service } as const;
    audit.append({ action: 'lock.went-without', subject, before: null, after: bypass });
  });
  await offlineLog.remove(id);
}

/**
 * The bypass is announced before its entry is set aside. After a crash in between, the next run enqueues the same post
 * under the same key, which changes nothing.
 */
async function setAside({ store, offlineLog, log }: AnnounceDeps, id: string): Promise<void> {
  const announcement: UnreadableBypass = { type: 'lockless-unreadable', note: id };
  await store.transaction((transaction) => enqueuePosts(transaction, [{ key: postKey(id), announcement }]));
  const kept = await offlineLog.setAside(id);
  log.error({ kept }, 'An entry of the offline log does not parse, so it was set aside');
}

function postKey(id: string): string {
  return `lockless-${id}`;
}
