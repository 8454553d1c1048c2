import * as z from 'zod';
import type { Collection, DocumentRef } from '../../platform/document-store.ts';

/** Counts the sealed generations of a game date. The count is the fencing token of a consolidation. */
const SlateSequence = z.object({ game_date: z.string(), last_sequence: z.number().int() });
export type SlateSequence = z.infer<typeof SlateSequence>;

export const SLATE_SEQUENCES: Collection<SlateSequence> = {
  name: 'slate_sequences',
  schema: SlateSequence,
  indexes: [],
  texts: [],
  times: [],
};

export function slateSequenceRef(gameDate: string): DocumentRef<SlateSequence> {
  return { collection: SLATE_SEQUENCES, id: gameDate };
}
