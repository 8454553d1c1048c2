import { pressStop } from '../messages/agent-session.ts';
import type { PageAct, PageAnswer } from '../page-protocol.ts';
import { type Person, visibleChannel } from './interaction-payload.ts';

/** A person presses the stop button of the agent that works in a thread. */
export function stopAgent(person: Person, { channel, ts }: Extract<PageAct, { type: 'stop-agent' }>): PageAnswer {
  const { id } = visibleChannel(person, channel);
  pressStop(person.workspace, { channel: id, ts }, person.user.id);
  return { ok: true };
}
