import * as z from 'zod';
import type { Collection, DocumentRef, DocumentStore } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';

/** The id of the headline model until the first change. */
const FIRST_HEADLINE_MODEL = 'catboost_v9';

/** The mean absolute errors that led to a change of the headline model, over the same players of the same games. */
const HeadlineComparison = z.object({
  /** The number of player-games that both models predicted. */
  players: z.number(),
  /** Points. */
  mae: z.number(),
  previous_mae: z.number(),
});

/** A change of the headline model. It holds for all game dates from `since` to the next change. */
export const HeadlineChange = z.object({
  /** The first game date of the new headline model. */
  since: z.string(),
  system_id: z.string(),
  previous: z.string(),
  comparison: HeadlineComparison,
  decided_at: Instant,
});
export type HeadlineChange = z.infer<typeof HeadlineChange>;

export const HEADLINE_CHANGES: Collection<HeadlineChange> = {
  name: 'headline_changes',
  schema: HeadlineChange,
  indexes: [['since']],
  texts: [],
  times: ['decided_at'],
};

export interface HeadlineDeps {
  readonly store: Pick<DocumentStore, 'query'>;
  /** The headline model that the configuration sets. It is never changed by grades. */
  readonly pinnedHeadline?: string;
}

/** Returns the id of the headline model of a game date: the pinned model, or that of the newest change until the date. */
export async function readHeadlineModel({ store, pinnedHeadline }: HeadlineDeps, gameDate: string): Promise<string> {
  if (pinnedHeadline !== undefined) return pinnedHeadline;
  const [newest] = await store.query(
    { collection: HEADLINE_CHANGES },
    {
      where: [['since', '<=', gameDate]],
      orderBy: ['since', 'desc'],
      limit: 1,
    },
  );
  return newest?.data.system_id ?? FIRST_HEADLINE_MODEL;
}

export function headlineChangeRef(since: string): DocumentRef<HeadlineChange> {
  return { collection: HEADLINE_CHANGES, id: since };
}
