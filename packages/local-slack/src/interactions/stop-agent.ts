import { requestStop } from '../messages/agent-session.ts';
import type { PageAnswer, PageInteraction } from '../page-protocol.ts';
import { type Person, visibleChannel } from './interaction-payload.ts';

/** Handles a click on the stop button of the agent that works in a thread. */
export function stopAgent(
  person: Person,
  { channel, ts }: Extract<PageInteraction, { type: 'stop-agent' }>,
): PageAnswer {
  const { id } = visibleChannel(person, channel);
  requestStop(person.workspace, { channel: id, ts }, person.user.id);
  return { ok: true };
}
