import { enqueuePosts, type NewPost } from '../../coordination/outbox/post.ts';
import type { DocumentStore, Stored } from '../../platform/document-store.ts';
import { BATCHES, batchRef, type CurrentBatch, type DoneBatch } from '../documents/batch-document.ts';
import type { PlayerDocument } from '../player/player-document.ts';
import { slatePostKey } from './announce-batch.ts';
import type { LateResults } from './batch-announcements.ts';
import { readLatePlayers } from './read-missing-groups.ts';

const MAX_NAMED_LATE = 30;
/** The newest batches whose late results are looked for. Older slates have been played. */
const NEWEST = 5;

type EndedGeneration = Pick<CurrentBatch, 'batch_id' | 'game_date' | 'generation'>;

/** Returns the key of the post about the late results of a generation. */
function latePostKey({ batch_id, generation }: EndedGeneration): string {
  return `late-${batch_id}-g${generation}`;
}

/** Reads the players of a batch whose prediction came after the seal, so that the batch did not publish it. */
export async function readLateResults(
  store: DocumentStore,
  batch: CurrentBatch,
): Promise<readonly Stored<PlayerDocument>[]> {
  const late = await readLatePlayers(store, batch);
  return late.filter(({ data }) => data.status === 'predicted' && data.generation === batch.generation);
}

/**
 * Returns the post about late results, in the thread of the slate. `includedBy` is the person or agent who opened the next
 * generation for these players. It is null until somebody opens that generation. Without late results the list of posts
 * is empty.
 */
export function latePosts(
  { batch_id, game_date, generation }: EndedGeneration,
  late: readonly Stored<PlayerDocument>[],
  includedBy: string | null,
): readonly NewPost[] {
  if (late.length === 0) return [];
  const announcement: LateResults = {
    type: 'late-results',
    batch_id,
    game_date,
    generation,
    players: late.length,
    named: late.slice(0, MAX_NAMED_LATE).map(({ data: { player_name, team } }) => ({ player_name, team })),
    included_by: includedBy,
  };
  return [{ key: latePostKey({ batch_id, game_date, generation }), announcement, under: slatePostKey(game_date) }];
}

/** Announces the late results of a batch that has ended. Results that people have included stay as they are. */
export async function announceLate(store: DocumentStore, batchId: string): Promise<'announced' | 'none'> {
  return store.transaction(async (transaction) => {
    const batch = (await transaction.get(batchRef(batchId)))?.data;
    if (batch?.state !== 'done') return 'none';
    const posts = latePosts(batch, await readLateResults(store, batch), null);
    await enqueuePosts(transaction, posts);
    return posts.length > 0 ? 'announced' : 'none';
  });
}

/** Announces the late results of the newest batches, which a worker may have recorded after their end. */
export async function announceNewestLate(store: DocumentStore): Promise<void> {
  const newest = await store.query({ collection: BATCHES }, { orderBy: ['start_time', 'desc'], limit: NEWEST });
  const done = newest.flatMap(({ data }): readonly DoneBatch[] => (data.state === 'done' ? [data] : []));
  for (const { batch_id } of done) await announceLate(store, batch_id);
}
