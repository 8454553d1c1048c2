import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { logOf, type Thread } from '../model/workspace-state.ts';
import { Composer } from './composer.ts';
import { MessageList } from './message-list.ts';
import { useWorkspace } from './workspace-context.ts';

/** Shows a thread next to its channel. On a narrow page the thread covers the channel. */
export function ThreadPane({ thread }: { readonly thread: Thread }): VNode {
  const { state, loadNewest, showThread } = useWorkspace();
  const name = { channel: thread.channel, thread_ts: thread.ts };
  const log = logOf(state, name);
  const root = logOf(state, { channel: thread.channel }).messages.find(({ ts }) => ts === thread.ts);
  const hasRoot = root === undefined || log.messages.some(({ ts }) => ts === thread.ts);
  const whole = hasRoot ? log : { ...log, messages: [root, ...log.messages] };
  const isLive = state.connection === 'live';
  useEffect(() => {
    if (!log.isCurrent && isLive) void loadNewest(name);
  }, [log.isCurrent, isLive]);
  const close = () => showThread(null);
  return html`<aside class="thread" aria-label="Thread" onKeyDown=${({ key, defaultPrevented }: KeyboardEvent) => key === 'Escape' && !defaultPrevented && close()}>
    <header class="pane-head">
      <h2>Thread</h2>
      <button type="button" class="icon-button thread-close" aria-label="Close the thread" onClick=${close}><span aria-hidden="true">×</span></button>
    </header>
    <${MessageList} name=${name} log=${whole} unread=${null} label="Messages in the thread" />
    <${Composer} channel=${thread.channel} thread_ts=${thread.ts} label="Reply" />
  </aside>`;
}
