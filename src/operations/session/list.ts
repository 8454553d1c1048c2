import * as z from 'zod';
import { listSessions } from '../../coordination/sessions/list-sessions.ts';
import { UserText } from '../../platform/user-text.ts';
import { operation } from '../kit/operation.ts';

const SessionListInput = z.strictObject({});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'session list': typeof SessionListInput;
  }
}

export const showSessions = operation({
  name: 'session list',
  summary: 'List the sessions with their health and holdings.',
  input: SessionListInput,
  output: z.object({
    sessions: z.array(
      z.object({
        session_id: z.string(),
        who: UserText,
        liveness: z.enum(['unused', 'live', 'untracked', 'stale', 'dead', 'ended']),
        /** What the session holds, such as `lock worker, queue global`. */
        holds: z.string(),
        /** The agent's own summary of its work. */
        at: UserText.nullable(),
        last_heard_at: z.string().nullable(),
      }),
    ),
  }),
  positionals: [],
  effect: 'read',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app) {
    const sessions = (await listSessions(app)).map(({ session_id, who, health, summary, holds, last_heard_at }) => ({
      session_id,
      who,
      liveness: health,
      holds: holds.map(({ kind, id }) => `${kind} ${id}`).join(', '),
      at: summary,
      last_heard_at: last_heard_at === null ? null : `${last_heard_at.slice(0, 19)}Z`,
    }));
    const live = sessions.filter(({ liveness }) => liveness === 'live' || liveness === 'untracked').length;
    const unused = sessions.filter(({ liveness }) => liveness === 'unused').length;
    const message =
      sessions.length === 0
        ? 'There are no sessions, and nobody holds anything.'
        : `${live} of ${sessions.length} ${sessions.length === 1 ? 'session is' : 'sessions are'} live.${unusedText(unused)}`;
    return { decision: 'done', code: sessions.length === 0 ? 'none' : 'ok', message, data: { sessions }, next: [] };
  },
});

function unusedText(count: number): string {
  return count === 0 ? '' : ` Never used: ${count}.`;
}
