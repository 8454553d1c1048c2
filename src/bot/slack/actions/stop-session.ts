import { sessionToStop } from '../../../coordination/sessions/session-to-stop.ts';
import { operationNamed } from '../../../operations/kit/operation-named.ts';
import { Problem } from '../../../platform/problem.ts';
import type { StopPayload } from '../payloads.ts';
import { runSlackOperation, type SlackCaller } from '../run-slack-operation.ts';
import type { SlackContext } from '../slack-context.ts';

/**
 * Handles a click on Slack's own stop button in the thread of an agent's session. The click ends the session. Slack
 * does not change the agent's status, so this function sets it to `closed`.
 */
export async function stopSession(context: SlackContext, { event }: StopPayload, caller: SlackCaller): Promise<void> {
  const { channel, thread_ts } = event;
  const stop = await sessionToStop(context.app.store, { channel, ts: thread_ts, request: caller.request });
  if (stop.type === 'stopped-before') return;
  const operation = operationNamed(context.operations, 'session end');
  if (stop.type === 'to-stop')
    await runSlackOperation(context, { operation, given: { session: stop.sessionId } }, caller);
  await context.client.agents.sessions.setStatus({ channel_id: channel, thread_ts, status: 'closed' });
  if (stop.type === 'unknown') throw unknownThread();
}

function unknownThread(): Problem {
  const message =
    'This thread does not belong to a session, so nothing was stopped. `tipoff session list` lists the sessions.';
  return new Problem({ code: 'unknown_session', message });
}
