import type { PageEvent, PageMessage, PageView } from '../../page-protocol.ts';
import { withChange, withMessage, withoutMessage } from './message-log.ts';
import { type LogName, logKey, logOf, mapLogs, type OpenView, type WorkspaceState } from './workspace-state.ts';

type EventOf<Type extends PageEvent['type']> = Extract<PageEvent, { type: Type }>;

/** The events that change the page's state. A `notice` does not change it, because it only shows a toast. */
export type StateEvent = Exclude<PageEvent, { type: 'notice' }>;

/** Applies a live event to the page's state and returns the new state. */
export function afterEvent(state: WorkspaceState, event: StateEvent): WorkspaceState {
  switch (event.type) {
    case 'message':
    case 'ephemeral':
      return added(state, event.message);
    case 'message-changed':
    case 'message-deleted':
    case 'ephemeral-deleted':
    case 'reaction':
      return { ...state, logs: changedLogs(state, event) };
    case 'view-opened':
    case 'view-updated':
    case 'view-closed':
    case 'view-errors':
      return { ...state, views: changedViews(state.views, event) };
    case 'home':
    case 'channel':
    case 'bot':
      return { ...state, workspace: changedWorkspace(state.workspace, event) };
  }
}

/**
 * Returns the message lists that show a message. A reply that is also shown in the channel is in the list of its thread
 * and in the list of its channel.
 */
function logsFor(message: PageMessage): readonly LogName[] {
  const { channel, ts, thread_ts, subtype } = message;
  const isReply = thread_ts !== undefined && thread_ts !== ts;
  if (!isReply) return [{ channel }];
  const inThread = { channel, thread_ts };
  return subtype === 'thread_broadcast' ? [{ channel }, inThread] : [inThread];
}

function added(state: WorkspaceState, message: PageMessage): WorkspaceState {
  const changed = logsFor(message).map((name) => [logKey(name), withMessage(logOf(state, name), message)] as const);
  return { ...state, logs: { ...state.logs, ...Object.fromEntries(changed) } };
}

function changedLogs(
  state: WorkspaceState,
  event: EventOf<'message-changed' | 'message-deleted' | 'ephemeral-deleted' | 'reaction'>,
): WorkspaceState['logs'] {
  const channel = event.type === 'message-changed' ? event.message.channel : event.channel;
  return mapLogs(state, (log, key) => {
    if (key !== channel && !key.startsWith(`${channel}/`)) return log;
    switch (event.type) {
      case 'message-changed':
        return withChange(log, event.message.ts, () => event.message);
      case 'reaction':
        return withChange(log, event.ts, (message) => ({ ...message, reactions: event.reactions }));
      default:
        return withoutMessage(log, event.ts);
    }
  });
}

function changedViews(
  views: readonly OpenView[],
  event: EventOf<'view-opened' | 'view-updated' | 'view-closed' | 'view-errors'>,
): readonly OpenView[] {
  switch (event.type) {
    case 'view-opened':
      return [...views.filter(({ view }) => view.id !== event.view.id), { view: event.view, errors: {} }];
    case 'view-updated':
      return views.map((open) => (open.view.id === event.view.id ? { view: event.view, errors: {} } : open));
    case 'view-closed':
      return views.filter(({ view }) => view.id !== event.view_id);
    case 'view-errors':
      return views.map((open) => (open.view.id === event.view_id ? { ...open, errors: event.errors } : open));
  }
}

function changedWorkspace(
  workspace: WorkspaceState['workspace'],
  event: EventOf<'home' | 'channel' | 'bot'>,
): WorkspaceState['workspace'] {
  switch (event.type) {
    case 'home':
      return { ...workspace, homeTabs: withHome(workspace.homeTabs, event.user, event.view) };
    case 'channel': {
      const others = workspace.channels.filter(({ id }) => id !== event.channel.id);
      return { ...workspace, channels: [...others, event.channel] };
    }
    case 'bot':
      return { ...workspace, isBotConnected: event.isConnected };
  }
}

function withHome(
  homeTabs: WorkspaceState['workspace']['homeTabs'],
  user: string,
  view: PageView,
): WorkspaceState['workspace']['homeTabs'] {
  return homeTabs.map((tab) => (tab.user === user ? { ...tab, view } : tab));
}
