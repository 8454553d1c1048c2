import type { NoteForSession, NotePost } from '../../../coordination/sessions/note.ts';
import { noteText } from '../../../operations/kit/note-text.ts';
import { line, paragraph, words } from './rich-text.ts';
import { safeText } from './safe-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';

const MAX_NOTE = 1_000;

/** Renders a note in the thread of its session's card. */
export function sessionNote(note: NotePost): SlackMessage {
  return slackMessage(noteText(note), [noteBlock(note)]);
}

/** Renders a note below the answer to its receiver, as quoted text of its author. */
export function noteBlock(note: NoteForSession) {
  return paragraph(line(words(safeText(noteText(note), MAX_NOTE))));
}
