import { sessionToStop } from '../../../coordination/sessions/session-to-stop.ts';
import { Problem } from '../../../platform/problem.ts';
import type { StopPayload } from '../payloads.ts';
import { perform, type SlackCaller } from '../perform.ts';
import type { SlackContext } from '../slack-context.ts';

/**
 * Somebody pressed Slack's own stop button in the thread of a session: the session ends as by the button of its card. Slack leaves the status
 * as it is, so it is taken away at once; the card follows.
 */
export async function stopSession(desk: SlackContext, { event }: StopPayload, asker: SlackCaller): Promise<void> {
  const { channel, thread_ts } = event;
  const pressed = await sessionToStop(desk.app.store, { channel, ts: thread_ts, request: asker.request });
  if (pressed.type === 'stopped-before') return;
  const operation = desk.operations.find(({ name }) => name === 'session end');
  if (operation === undefined) throw new Error('There is no operation session end');
  if (pressed.type === 'to-stop') await perform(desk, { operation, given: { session: pressed.sessionId } }, asker);
  await desk.answers.agents.sessions.setStatus({ channel_id: channel, thread_ts, status: 'closed' });
  if (pressed.type === 'unknown') throw unknownThread();
}

function unknownThread(): Problem {
  const message =
    'No session is known in this thread, so nothing was stopped. `tipoff session list` shows those there are.';
  return new Problem({ code: 'unknown_session', message });
}
