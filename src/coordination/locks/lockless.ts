import * as z from 'zod';
import type { Collection } from '../../platform/document-store.ts';
import type { Log } from '../../platform/log.ts';
import type { Notebook } from '../../platform/notebook.ts';
import { auditedTransaction } from '../audit/open-audit.ts';
import { type AuditChain, systemTrail } from '../audit/trail.ts';
import { wantPosts } from '../posts/post.ts';
import type { LocklessNotice, LocklessUnreadable } from './announcement.ts';
import { Claimant } from './lock.ts';
import type { LockDeps } from './read-scene.ts';

/** That somebody went on without the lock, because no store could be asked. */
const Lockless = z.object({
  service: z.string(),
  claimant: Claimant,
  reason: z.string(),
  /** By the clock of the machine, for the store's could not be asked. */
  at: z.string(),
});
export type Lockless = Readonly<z.infer<typeof Lockless>>;

export const LOCKLESS: Collection<Lockless> = { name: 'lockless', schema: Lockless, indexes: [], texts: [], times: [] };

/** Writes it down on this machine. */
export async function noteLockless(notebook: Notebook, id: string, entry: Lockless): Promise<void> {
  await notebook.write(id, entry);
}

type TellDeps = Pick<LockDeps, 'store'> & {
  readonly notebook: Notebook;
  readonly audit: AuditChain;
  readonly log: Log;
};

/**
 * Tells the channel and the audit what was done without the lock, each note once, and strikes it out. A note that cannot be read keeps
 * nobody from the others: it is set aside, and the channel told where it lies. Throws while the store is away.
 */
export async function tellLockless(deps: TellDeps): Promise<void> {
  for (const { id, entry } of await deps.notebook.read()) {
    const lockless = Lockless.safeParse(entry);
    if (lockless.success) await tell(deps, id, lockless.data);
    else await setAside(deps, id);
  }
}

async function tell({ store, notebook, audit: chain }: TellDeps, id: string, lockless: Lockless): Promise<void> {
  const ref = { collection: LOCKLESS, id };
  await auditedTransaction(store, systemTrail(chain, 'lock-watch'), async (transaction, audit) => {
    if ((await transaction.get(ref)) !== undefined) return;
    const announcement: LocklessNotice = { type: 'lockless', ...lockless };
    await wantPosts(transaction, [{ key: `lockless-${id}`, announcement }]);
    transaction.create(ref, lockless);
    const subject = { kind: 'service', id: lockless.service } as const;
    audit.append({ action: 'lock.went-without', subject, before: null, after: lockless });
  });
  await notebook.remove(id);
}

/** Told first: a crash in between tells it again under the same key, which changes nothing. */
async function setAside({ store, notebook, log }: TellDeps, id: string): Promise<void> {
  const announcement: LocklessUnreadable = { type: 'lockless-unreadable', note: id };
  await store.transaction((transaction) => wantPosts(transaction, [{ key: `lockless-${id}`, announcement }]));
  const kept = await notebook.setAside(id);
  log.error({ kept }, 'A note of who went on without the lock cannot be read; it was set aside');
}
