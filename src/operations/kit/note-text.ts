import type { NoteForSession } from '../../coordination/sessions/note.ts';
import { quoteText, withoutCode } from '../../platform/printable.ts';
import { leagueDay } from './league-time.ts';

/** Shows a note as quoted text of its author, so that nobody takes it for a sentence of Tipoff. */
export function noteText({ by, by_session, text, at }: NoteForSession): string {
  return `Note from ${withoutCode(by)} (${by_session}) at ${leagueDay(at)}: ${quoteText(text)}`;
}
