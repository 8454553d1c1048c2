import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { PageChannel } from '../../page-protocol.ts';
import type { UnreadRange } from '../model/message-group.ts';
import type { MessageLog } from '../model/message-log.ts';
import { logOf } from '../model/workspace-state.ts';
import { Composer } from './composer.ts';
import { MessageList } from './message-list.ts';
import { PaneHead } from './pane-head.ts';
import { shownName, userOf } from './user-name.ts';
import { useWorkspace } from './workspace-context.ts';

/** Shows a channel or direct message: its messages and the composer. */
export function ChannelPane({
  channel,
  onMenu,
}: {
  readonly channel: PageChannel;
  readonly onMenu: () => void;
}): VNode {
  const { state, loadNewest, markRead } = useWorkspace();
  const log = logOf(state, { channel: channel.id });
  const unread = useUnreadAtOpening(log, state.readUpTo[channel.id]);
  const isLive = state.connection === 'live';
  useEffect(() => {
    if (!log.isCurrent && isLive) void loadNewest({ channel: channel.id });
  }, [log.isCurrent, isLive]);
  useEffect(() => {
    const read = () => document.visibilityState === 'visible' && log.isCurrent && markRead(channel.id);
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [log]);
  const name = channel.user === undefined ? channel.name : shownName(userOf(state.workspace, channel.user));
  const title = channel.is_im ? name : `#${name}`;
  return html`<main class="pane" aria-label=${title}>
    <${PaneHead} title=${title} detail=${channel.topic} onMenu=${onMenu} />
    <${MessageList} name=${{ channel: channel.id }} log=${log} unread=${unread} label=${`Messages in ${title}`} />
    <${Composer} channel=${channel.id} label=${`Message ${title}, or type / for a command`} />
  </main>`;
}

/**
 * Returns the range of messages that were unread when the channel was opened. Returns null until the channel's messages
 * are loaded.
 */
function useUnreadAtOpening({ messages, isCurrent }: MessageLog, readUpTo: string | undefined): UnreadRange | null {
  const opening = useRef<UnreadRange | null>(null);
  if (opening.current === null && isCurrent && readUpTo !== undefined) {
    opening.current = { after: readUpTo, upTo: messages.at(-1)?.ts ?? readUpTo };
  }
  return opening.current;
}
