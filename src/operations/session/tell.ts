import * as z from 'zod';
import { type LeftNote, leaveNote, MAX_WAITING_NOTES } from '../../coordination/sessions/leave-note.ts';
import { NoteForSession } from '../../coordination/sessions/note.ts';
import { isStartedSession } from '../../coordination/sessions/session.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { quoteInput } from '../kit/input/printable.ts';
import { SessionName } from '../kit/input/session-name.ts';
import { text } from '../kit/input/text.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';

export const tellSession = operation({
  name: 'session tell',
  summary: 'Leave a note for a session.',
  input: z.strictObject({
    session: SessionName.describe('the session id'),
    text: text({ what: 'a note', maxLength: 500, works: 'say it in a few sentences' }).describe('the note'),
  }),
  output: NoteForSession,
  positionals: ['session', 'text'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input, actor, request }) {
    const { session } = input;
    const left = await leaveNote(app, { session, text: input.text }, auditContextOfCall(app, { actor, request }));
    if (left.type === 'left') {
      const where = isStartedSession(session)
        ? 'Its next answer and the thread of its card show the note.'
        : 'The next answer to this person shows the note. Tipoff cannot check that the person exists.';
      return { decision: 'done', code: 'ok', message: `Told ${session}. ${where}`, data: left.note, next: [] };
    }
    const list = nextStep('session list', {}, { why: 'List the sessions.' });
    return { decision: 'refused', ...REFUSALS[left.type](quoteInput(session)), data: null, next: [list] };
  },
});

const REFUSALS: Readonly<
  Record<Exclude<LeftNote['type'], 'left'>, (session: string) => { readonly code: string; readonly message: string }>
> = {
  'unknown-session': (session) => ({
    code: 'unknown_session',
    message: `The session ${session} does not exist, so the note was not left.`,
  }),
  'session-ended': (session) => ({
    code: 'session_ended',
    message: `The session ${session} has ended, so the note was not left.`,
  }),
  'inbox-full': (session) => ({
    code: 'inbox_full',
    message: `${MAX_WAITING_NOTES} notes already wait for the session ${session}, so this one was not left. The session has to act first.`,
  }),
};
