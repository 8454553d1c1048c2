import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { messageRows, type UnreadRange } from '../model/message-group.ts';
import type { MessageLog } from '../model/message-log.ts';
import { dayHeading } from '../model/time-text.ts';
import type { LogName } from '../model/workspace-state.ts';
import { MessageItem } from './message-item.ts';
import { useStickToEnd } from './use-stick-to-end.ts';
import { useWorkspace } from './workspace-context.ts';

interface MessageListProps {
  readonly name: LogName;
  readonly log: MessageLog;
  readonly unread: UnreadRange | null;
  readonly label: string;
}

/** Shows the messages of a channel or thread. The list follows new messages until the person scrolls up. */
export function MessageList({ name, log, unread, label }: MessageListProps): VNode {
  const { state, loadOlder } = useWorkspace();
  const { me } = state.workspace;
  const [isLoading, setIsLoading] = useState(false);
  const rows = useMemo(() => messageRows(log.messages, { me, unread }), [log.messages, me, unread]);
  const { scroller, content, isAtEnd, toEnd } = useStickToEnd();
  const older = async () => {
    setIsLoading(true);
    await loadOlder(name);
    setIsLoading(false);
  };
  return html`<div class="messages">
    <div class="messages-scroll" ref=${scroller} tabindex="0" role="log" aria-live="polite" aria-relevant="additions" aria-label=${label} aria-busy=${!log.isCurrent}>
      <div class="messages-content" ref=${content}>
        ${log.hasMore && html`<button type="button" class="button button-plain older" disabled=${isLoading} onClick=${older}>Show older messages</button>`}
        ${log.isCurrent && rows.length === 0 && html`<p class="nothing">No messages yet. Type <kbd>/</kbd> below to see the commands.</p>`}
        ${rows.map(
          ({ message, startsGroup, newDay, startsNew }) => html`<div key=${message.ts} class="row">
            ${newDay !== null && html`<div class="day" role="separator"><span>${dayHeading(newDay, Date.now())}</span></div>`}
            ${startsNew && html`<div class="new-line" role="separator"><span>New</span></div>`}
            <${MessageItem} message=${message} startsGroup=${startsGroup} isInThread=${name.thread_ts !== undefined} />
          </div>`,
        )}
      </div>
    </div>
    ${!isAtEnd && html`<button type="button" class="to-end" onClick=${toEnd}>↓ Newest</button>`}
  </div>`;
}
