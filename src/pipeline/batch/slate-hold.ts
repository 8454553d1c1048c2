import * as z from 'zod';
import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import { auditedTransaction } from '../../coordination/audit/open-audit.ts';
import { enqueuePosts, type NewPost } from '../../coordination/outbox/post.ts';
import type { Collection, DocumentReads, DocumentRef, DocumentStore } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';
import { quoteText } from '../../platform/printable.ts';

/** A hold on the slate of a game date. While it exists, no batch of the date is sealed, so nothing new is published. */
const SlateHold = z.object({
  hold_id: z.string(),
  game_date: z.string(),
  reason: z.string(),
  held_by: z.string(),
  held_at: Instant,
});
export type SlateHold = z.infer<typeof SlateHold>;

export const SLATE_HOLDS: Collection<SlateHold> = {
  name: 'slate_holds',
  schema: SlateHold,
  indexes: [],
  texts: [],
  times: ['held_at'],
};

/** The post about a hold. It is edited when somebody releases the slate. */
export const SlateHoldNotice = z.object({
  type: z.literal('slate-hold'),
  ...SlateHold.omit({ hold_id: true }).shape,
  /** The person who released the slate, and the time; null while the slate is held. */
  released: z.object({ by: z.string(), at: Instant }).nullable(),
});
export type SlateHoldNotice = z.infer<typeof SlateHoldNotice>;

interface HoldDeps {
  readonly store: DocumentStore;
  readonly auditContext: AuditContext;
}

export interface NewHold extends Pick<SlateHold, 'hold_id' | 'game_date' | 'reason'> {
  readonly by: string;
}

export interface HoldDecision {
  /** `held-before`: somebody already held the slate. `hold` is then the earlier hold. */
  readonly type: 'held' | 'held-before';
  readonly hold: SlateHold;
}

/** Holds the slate of a game date until somebody releases it. A slate that is already held keeps its hold. */
export function holdSlate({ store, auditContext }: HoldDeps, { by, ...wanted }: NewHold): Promise<HoldDecision> {
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const ref = slateHoldRef(wanted.game_date);
    const before = (await transaction.get(ref))?.data;
    if (before !== undefined) return { type: 'held-before', hold: before };
    const hold: SlateHold = { ...wanted, held_by: by, held_at: await transaction.now() };
    await enqueuePosts(transaction, [noticePost(hold, null)]);
    transaction.create(ref, hold);
    audit.append({ action: 'slate.held', subject: subjectOf(hold), before: null, after: hold });
    return { type: 'held', hold };
  });
}

/** Releases the slate of a game date. Resolves to the hold that ended, or to undefined if the slate was not held. */
export function releaseSlate(
  { store, auditContext }: HoldDeps,
  { gameDate, by }: { readonly gameDate: string; readonly by: string },
): Promise<SlateHold | undefined> {
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const hold = (await transaction.get(slateHoldRef(gameDate)))?.data;
    if (hold === undefined) return;
    await enqueuePosts(transaction, [noticePost(hold, { by, at: await transaction.now() })]);
    transaction.delete(slateHoldRef(gameDate));
    audit.append({ action: 'slate.released', subject: subjectOf(hold), before: hold, after: null });
    return hold;
  });
}

/** Reads the hold on a game date, or undefined if its slate is not held. In a transaction, a new hold conflicts with it. */
export async function readSlateHold(reads: DocumentReads, gameDate: string): Promise<SlateHold | undefined> {
  return (await reads.get(slateHoldRef(gameDate)))?.data;
}

/** Says who holds a slate and how to release it. */
export function heldSentence({ game_date, held_by, reason }: SlateHold): string {
  return `${held_by} holds the slate of ${game_date} (${quoteText(reason)}), so nothing new of it is published until \`tipoff slate release ${game_date}\`.`;
}

function slateHoldRef(gameDate: string): DocumentRef<SlateHold> {
  return { collection: SLATE_HOLDS, id: gameDate };
}

function noticePost({ hold_id, ...hold }: SlateHold, released: SlateHoldNotice['released']): NewPost {
  return {
    key: `slate-hold-${hold_id}`,
    announcement: { type: 'slate-hold', ...hold, released } satisfies SlateHoldNotice,
  };
}

function subjectOf({ game_date }: SlateHold) {
  return { kind: 'slate', id: game_date } as const;
}
