import { AUDIT_RECORDS } from '../../../coordination/audit/audit-record.ts';
import { POSTS } from '../../../coordination/posts/post.ts';
import { sessionOfPost } from '../../../coordination/sessions/session-card.ts';
import type { App } from '../../../operations/app.ts';
import { Problem } from '../../../platform/problem.ts';
import type { StopPayload } from '../payloads.ts';
import { type Asker, perform } from '../perform.ts';
import type { SlackDesk } from '../slack-desk.ts';

const LOOKED_AT = 20;

/**
 * Somebody pressed Slack's own stop button in the thread of a session: the session ends as by the button of its card. Slack may deliver a
 * press again minutes later, perhaps to another process, when the session has begun anew; what a press has ended once it does not end twice.
 * Slack leaves the status as it is, so it is taken away at once; the card follows.
 */
export async function stopSession(desk: SlackDesk, { event }: StopPayload, asker: Asker): Promise<void> {
  const { channel, thread_ts } = event;
  const session = await sessionAt(desk.app, { channel, ts: thread_ts });
  if (session !== undefined && (await wasDone(desk.app, session, asker.request))) return;
  const operation = desk.operations.find(({ name }) => name === 'session end');
  if (operation === undefined) throw new Error('There is no operation session end');
  if (session !== undefined) await perform(desk, { operation, given: { session } }, asker);
  await desk.answers.agents.sessions.setStatus({ channel_id: channel, thread_ts, status: 'closed' });
  if (session === undefined) throw unknownThread();
}

/** The session whose card stands there. */
async function sessionAt(
  { store }: App,
  { channel, ts }: { readonly channel: string; readonly ts: string },
): Promise<string | undefined> {
  const found = await store.query({ collection: POSTS }, { where: [['ts', '==', ts]] });
  const keys = found.filter(({ data }) => data.channel === channel).map(({ data }) => data.key);
  return keys.map(sessionOfPost).find((session) => session !== undefined);
}

async function wasDone({ store }: App, session: string, request: string): Promise<boolean> {
  const changes = await store.query(
    { collection: AUDIT_RECORDS },
    {
      where: [
        ['subject_kind', '==', 'session'],
        ['subject_id', '==', session],
      ],
      orderBy: ['at', 'desc'],
      limit: LOOKED_AT,
    },
  );
  return changes.some(({ data }) => data.request === request);
}

function unknownThread(): Problem {
  const message =
    'No session is known in this thread, so nothing was stopped. `tipoff session list` shows those there are.';
  return new Problem({ code: 'unknown_session', message });
}
