import * as z from 'zod';
import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import { auditedTransaction } from '../../coordination/audit/open-audit.ts';
import { type Collection, type DocumentRef, type DocumentStore, STORE_TIME } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';

/** The commit that the predictions of a game date must be made with. */
const RequiredCommit = z.object({
  game_date: z.string(),
  commit: z.string(),
  batch_id: z.string(),
  required_at: Instant,
});
export type RequiredCommit = Readonly<z.infer<typeof RequiredCommit>>;

export const REQUIRED_COMMITS: Collection<RequiredCommit> = {
  name: 'required_commits',
  schema: RequiredCommit,
  indexes: [],
  texts: [],
  times: ['required_at'],
};

export function requiredCommitRef(gameDate: string): DocumentRef<RequiredCommit> {
  return { collection: REQUIRED_COMMITS, id: gameDate };
}

/** Records the commit that a batch was started with as required. It replaces an earlier one of the game date. */
export function requireCommit(
  store: DocumentStore,
  auditContext: AuditContext,
  required: Omit<RequiredCommit, 'required_at'>,
): Promise<void> {
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const ref = requiredCommitRef(required.game_date);
    const before = (await transaction.get(ref))?.data;
    const after = { ...required, required_at: STORE_TIME } as const;
    if (before === undefined) transaction.create(ref, after);
    else transaction.update(ref, after);
    audit.append({
      action: 'batch.commit_required',
      subject: { kind: 'batch', id: required.batch_id },
      before: before === undefined ? null : { commit: before.commit },
      after: { commit: required.commit },
    });
  });
}
