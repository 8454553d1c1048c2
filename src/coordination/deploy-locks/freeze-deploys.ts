import * as z from 'zod';
import type { DocumentStore, Transaction } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import { type AuditContext, callerName } from '../audit/audit-context.ts';
import { auditedTransaction } from '../audit/open-audit.ts';
import { enqueuePosts, type NewPost } from '../outbox/post.ts';
import { activeFreeze, Freeze, freezeRef, readFreezes } from './freeze.ts';
import { GLOBAL } from './lock.ts';

/** The message about a person's freeze. It is edited when the freeze changes and when it ends. */
export const DeployFreezeNotice = z.object({
  type: z.literal('deploy-freeze'),
  ...Freeze.omit({ freeze_id: true, cause: true }).shape,
});
export type DeployFreezeNotice = z.infer<typeof DeployFreezeNotice>;

interface FreezeDeps {
  readonly store: DocumentStore;
  readonly auditContext: AuditContext;
}

/** A freeze that somebody asks for. `endOf` resolves its end by the store's time. */
export interface NewFreeze extends Pick<Freeze, 'freeze_id' | 'reason'> {
  readonly endOf: (now: Instant) => Instant;
}

/** Freezes the deploys from now on. A freeze that is active gets the new end and reason, and keeps its message. */
export function freezeDeploys(
  { store, auditContext }: FreezeDeps,
  { freeze_id, reason, endOf }: NewFreeze,
): Promise<{ readonly freeze: Freeze; readonly now: Instant }> {
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const ref = freezeRef('person');
    const before = (await transaction.get(ref))?.data;
    const now = await transaction.now();
    const active = before === undefined ? null : activeFreeze([before], now);
    const by = callerName(auditContext);
    const base = active ?? { freeze_id, from: now };
    const freeze: Freeze = {
      freeze_id: base.freeze_id,
      cause: 'person',
      reason,
      by,
      from: base.from,
      until: endOf(now),
      ended: null,
    };
    await enqueuePosts(transaction, [noticePost(freeze)]);
    if (before === undefined) transaction.create(ref, freeze);
    else transaction.update(ref, freeze);
    audit.append({ action: 'deploys.frozen', subject: SUBJECT, before: active, after: freeze });
    return { freeze, now };
  });
}

/** Lifts every freeze that is active, also that of tonight's games. Resolves to the freezes that it ended. */
export function unfreezeDeploys({ store, auditContext }: FreezeDeps): Promise<readonly Freeze[]> {
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const freezes = await readFreezes(transaction);
    const at = await transaction.now();
    const lifted = freezes.filter((freeze) => activeFreeze([freeze], at) !== null);
    const after = lifted.map((freeze) => ({ ...freeze, ended: { by: callerName(auditContext), at } }));
    await saveEnded(transaction, after);
    for (const [index, ended] of after.entries())
      audit.append({ action: 'deploys.unfrozen', subject: SUBJECT, before: lifted[index] ?? null, after: ended });
    return after;
  });
}

/** Notes the end of a person's freeze whose time has come, so that its message says so. Resolves to that freeze. */
export function noteFreezeEnd({ store, auditContext }: FreezeDeps): Promise<Freeze | undefined> {
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const freeze = (await transaction.get(freezeRef('person')))?.data;
    if (freeze === undefined || freeze.ended !== null || (await transaction.now()) < freeze.until) return;
    const ended = { ...freeze, ended: { by: null, at: freeze.until } };
    await saveEnded(transaction, [ended]);
    audit.append({ action: 'deploys.unfrozen', subject: SUBJECT, before: freeze, after: ended });
    return ended;
  });
}

const SUBJECT = { kind: 'service', id: GLOBAL } as const;

async function saveEnded(transaction: Transaction, freezes: readonly Freeze[]): Promise<void> {
  await enqueuePosts(transaction, freezes.filter(({ cause }) => cause === 'person').map(noticePost));
  for (const { cause, ended } of freezes) transaction.update(freezeRef(cause), { ended });
}

function noticePost({ freeze_id, cause: _, ...shown }: Freeze): NewPost {
  const announcement: DeployFreezeNotice = { type: 'deploy-freeze', ...shown };
  return { key: `deploy-freeze-${freeze_id}`, announcement };
}
