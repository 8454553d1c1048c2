import * as z from 'zod';
import type { Collection } from '../../platform/document-store.ts';
import type { Notebook } from '../../platform/notebook.ts';
import { auditedTransaction } from '../audit/open-audit.ts';
import { type AuditChain, systemTrail } from '../audit/trail.ts';
import { wantPosts } from '../posts/post.ts';
import type { LocklessNotice } from './announcement.ts';
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

/** Tells the channel and the audit what was done without the lock, each note once, and strikes it out. Throws while the store is away. */
export async function tellLockless({
  store,
  notebook,
  audit: chain,
}: Pick<LockDeps, 'store'> & { readonly notebook: Notebook; readonly audit: AuditChain }): Promise<void> {
  for (const { id, entry } of await notebook.read()) {
    const lockless = Lockless.parse(entry);
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
}
