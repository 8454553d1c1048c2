import * as z from 'zod';
import { listSessions } from '../../coordination/sessions/list-sessions.ts';
import { operation } from '../operation.ts';

export const showSessions = operation({
  name: 'session list',
  summary:
    'List the sessions of agents, and of people who hold something: whether they are live, and what each one holds.',
  input: z.strictObject({}),
  positionals: [],
  effect: 'read',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app) {
    const sessions = await listSessions(app);
    const live = sessions.filter(({ liveness }) => liveness === 'live').length;
    const message =
      sessions.length === 0
        ? 'No agent has a session, and nobody holds anything.'
        : `${live} of ${sessions.length} ${sessions.length === 1 ? 'session is' : 'sessions are'} live.`;
    return { decision: 'done', code: sessions.length === 0 ? 'none' : 'ok', message, data: { sessions }, next: [] };
  },
});
