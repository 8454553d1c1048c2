import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { PageMessage } from '../../page-protocol.ts';
import { clockText, fullText, isoText } from '../model/time-text.ts';
import { AgentStatusView } from './agent-status.ts';
import { Avatar } from './avatar.ts';
import { MessageBody } from './message-body.ts';
import { MessageTools } from './message-tools.ts';
import { Reactions } from './reactions.ts';
import { ThreadLink } from './thread-link.ts';
import { shownName, userOf } from './user-name.ts';
import { useWorkspace } from './workspace-context.ts';

interface MessageItemProps {
  readonly message: PageMessage;
  readonly startsGroup: boolean;
  readonly isInThread: boolean;
}

export function MessageItem({ message, startsGroup, isInThread }: MessageItemProps): VNode {
  const access = useWorkspace();
  const author = userOf(access.state.workspace, message.user);
  const isEphemeral = message.is_ephemeral === true;
  const body = useMemo(() => html`<${MessageBody} message=${message} />`, [message]);
  const time = html`<time class="message-time" datetime=${isoText(message.ts)} title=${fullText(message.ts)}>${clockText(message.ts)}</time>`;
  const dismiss = () => access.dismiss({ channel: message.channel, thread_ts: message.thread_ts }, message.ts);
  return html`<article class=${classOf(message, startsGroup ? 'first' : 'following')} aria-label=${`${shownName(author)}, ${clockText(message.ts)}`}>
    <div class="message-side">${startsGroup ? html`<${Avatar} user=${author} />` : time}</div>
    <div class="message-main">
      ${
        startsGroup &&
        html`<header class="message-head">
          <strong><bdi>${shownName(author)}</bdi></strong>${author.is_bot && html`<span class="badge">app</span>`}${time}
        </header>`
      }
      ${isEphemeral && html`<p class="only-you"><span class="only-you-mark" aria-hidden="true"></span>Only visible to you<button type="button" class="link-button" onClick=${dismiss}>Dismiss</button></p>`}
      ${body}
      <${Reactions} message=${message} />
      <${AgentStatusView} message=${message} />
      ${!isInThread && html`<${ThreadLink} message=${message} />`}
    </div>
    ${!isEphemeral && html`<${MessageTools} message=${message} canReply=${!isInThread} />`}
  </article>`;
}

function classOf({ is_ephemeral }: PageMessage, place: 'first' | 'following'): string {
  return ['message', is_ephemeral === true ? 'message-ephemeral' : '', `message-${place}`].join(' ');
}
