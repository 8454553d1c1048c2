import { approvalOf } from '../../coordination/approvals/approval.ts';
import { type Incident, incidentRef } from '../../coordination/incidents/incident.ts';
import { incidentOnCard } from '../../coordination/incidents/incident-card.ts';
import { type NewPost, POSTS } from '../../coordination/outbox/post.ts';
import type { DocumentReads, Transaction } from '../../platform/document-store.ts';
import type { CurrentBatch } from '../documents/batch-document.ts';
import { StallCard } from './batch-announcements.ts';
import { stallLookRef } from './stall-look.ts';

type BatchGeneration = Pick<CurrentBatch, 'batch_id' | 'generation'>;

/** A stall of a batch's current generation, as the channel shows it. */
export interface ShownStall {
  /** The key of the post. */
  readonly key: string;
  readonly card: StallCard;
  /** The incident of the stall; undefined if no person had to act. */
  readonly incident: Incident | undefined;
  /** The players whom the newest stall check found ruled out, by `player_lookup`. */
  readonly ruledOut: ReadonlySet<string>;
}

/** Returns the key of the incident of a stalled batch. Each generation of a batch has its own incident. */
export function stallIncidentKey({ batch_id, generation }: BatchGeneration): string {
  const id = batch_id.toLowerCase().replaceAll(/[^a-z0-9._-]/g, '-');
  return `stall-${id}-g${generation}`;
}

/** Reads the stall that the channel shows for a batch. Returns undefined if its current generation never stalled. */
export async function readShownStall(reads: DocumentReads, batch: BatchGeneration): Promise<ShownStall | undefined> {
  const look = (await reads.get(stallLookRef(batch.batch_id)))?.data;
  if (look === undefined || look.generation !== batch.generation || look.card_key === null) return;
  const post = await reads.get({ collection: POSTS, id: look.card_key });
  const card = post === undefined ? undefined : StallCard.safeParse(JSON.parse(post.data.wanted)).data;
  if (card === undefined) return;
  const incident = (await reads.get(incidentRef(stallIncidentKey(batch))))?.data;
  return { key: look.card_key, card, incident, ruledOut: new Set(look.ruled_out) };
}

/** Returns the post of a stall after a change of its card. The card always shows the newest state of the incident. */
export function stallPost({ key, card, incident }: ShownStall, change: Partial<StallCard>): NewPost {
  const onCard = incident === undefined ? card.incident : incidentOnCard(incident);
  return { key, announcement: { ...card, incident: onCard, ...change } satisfies StallCard };
}

/** Whether the card of a stall shows a request: every request while the stall lasts, and afterwards only the one it showed before. */
export function showsRequest({ card }: ShownStall, approvalId: string): boolean {
  return card.end === null || card.request?.approval_id === approvalId;
}

/** Whether a batch has a card that changes with its progress: a pending force-complete request, or a stall. */
export async function hasLivingCard(
  transaction: Transaction,
  batch: BatchGeneration & Pick<CurrentBatch, 'approval_id'>,
): Promise<boolean> {
  const approval = await approvalOf(transaction, batch);
  return approval?.state === 'pending' || (await readShownStall(transaction, batch))?.card.end === null;
}
