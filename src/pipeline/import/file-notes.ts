import { escapeUnprintable } from '../../platform/printable.ts';

/**
 * What an import did with values that it could not take as they are. `unmatched`: the value fits no known player, team,
 * game or word. `corrected`: another value was stored, or a stored row was removed. `set_aside`: the row is not stored, because it does not count. `kept`:
 * `--replace` did not remove the stored rows. `unequal`: the players' points differ from the team's. `replaced`: a newer
 * injury report of the team no longer lists a player who was out.
 */
export type NoteKind = 'unmatched' | 'corrected' | 'set_aside' | 'kept' | 'unequal' | 'replaced';

/** A value of an import file that was not taken as it is, with the number of its rows. */
export interface NotedValue {
  readonly kind: NoteKind;
  readonly column: string;
  readonly value: string;
  /** What happened and why, as a sentence. */
  readonly reason: string;
  /** The line of the value's first row; 0 for stored rows. */
  readonly line: number;
  rows: number;
}

/** The notes of one import file, by value and reason. */
export type FileNotes = Map<string, NotedValue>;

/** Counts a noted value. The line is that of the value's first row. */
export function noteValue(notes: FileNotes, noted: Omit<NotedValue, 'rows'>): void {
  const key = `${noted.kind}\n${noted.column}\n${noted.value}\n${noted.reason}`;
  const known = notes.get(key);
  if (known === undefined) notes.set(key, { ...noted, reason: escapeUnprintable(noted.reason), rows: 1 });
  else known.rows += 1;
}

/** Returns the notes of a file, those with the most rows first. */
export function sortedNotes(notes: FileNotes): readonly NotedValue[] {
  return [...notes.values()].sort((a, b) => b.rows - a.rows || a.line - b.line);
}
