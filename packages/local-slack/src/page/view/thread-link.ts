import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { PageMessage } from '../../page-protocol.ts';
import { clockText } from '../model/time-text.ts';
import { Avatar } from './avatar.ts';
import { userOf } from './user-name.ts';
import { useWorkspace } from './workspace-context.ts';

const MAX_FACES = 4;

/** Shows the link to a message's thread. */
export function ThreadLink({ message }: { readonly message: PageMessage }): VNode | null {
  const { showThread, state } = useWorkspace();
  const { channel, ts, reply_count = 0, reply_users = [], latest_reply } = message;
  if (reply_count === 0) return null;
  return html`<button type="button" class="thread-link" onClick=${() => showThread({ channel, ts })}>
    <span class="faces">${reply_users.slice(0, MAX_FACES).map((id) => html`<${Avatar} user=${userOf(state.workspace, id)} size="small" />`)}</span>
    <span class="thread-count">${reply_count} ${reply_count === 1 ? 'reply' : 'replies'}</span>
    ${latest_reply !== undefined && html`<span class="thread-last">last reply at ${clockText(latest_reply)}</span>`}
  </button>`;
}
