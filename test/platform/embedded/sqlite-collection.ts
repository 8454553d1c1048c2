import * as z from 'zod';
import type { Collection } from '#src/platform/document-store.ts';
import { Instant } from '#src/platform/instant.ts';

const Note = z.object({
  title: z.string(),
  rank: z.number(),
  written_at: Instant,
  text: z.string().nullable(),
});
export type Note = z.infer<typeof Note>;

/** A small collection for tests of what only SQLite does. */
export const NOTES: Collection<Note> = {
  name: 'notes',
  schema: Note,
  indexes: [['title', 'rank'], ['rank']],
  texts: ['text'],
  times: ['written_at'],
};

export const A_NOTE: Note = {
  title: 'drift',
  rank: 1,
  written_at: Instant.parse('2026-02-05T23:00:00.000000Z'),
  text: 'x'.repeat(7000),
};

export function nowMicros(): number {
  return Date.now() * 1000;
}
