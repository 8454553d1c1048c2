import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { PageMessage } from '../../page-protocol.ts';
import { agentState } from '../model/agent-state.ts';
import { useWorkspace } from './workspace-context.ts';

/** Shows the status of the agent in a message's thread, with Slack's stop button. */
export function AgentStatusView({ message }: { readonly message: PageMessage }): VNode | null {
  const { interact, showThread } = useWorkspace();
  const [pressed, setPressed] = useState<PageMessage['agent_session']>();
  const { channel, ts, thread_ts = ts, agent_session: session } = message;
  const agent = session === undefined ? null : agentState(session, Date.now());
  if (agent === null) return null;
  const isStopping = pressed === session;
  const stop = async () => {
    setPressed(session);
    const { ok } = await interact({ type: 'stop-agent', channel, ts });
    if (ok) showThread({ channel, ts: thread_ts });
    else setPressed(undefined);
  };
  const { status, text, title, isStoppable } = agent;
  return html`<div class=${`agent agent-${status}`} role="group" aria-label=${`Agent: ${title}`}>
    <span class="agent-mark" aria-hidden="true"></span><span>${text}</span><bdi class="agent-title">${title}</bdi>
    ${isStoppable && html`<button type="button" class="button button-plain" aria-busy=${isStopping} disabled=${isStopping} onClick=${stop}>${isStopping ? 'Stopping' : 'Stop'}</button>`}
  </div>`;
}
