import type { PageHistory, PageMessage, PageState, PageView } from '../../page-protocol.ts';
import { EMPTY_LOG, type MessageLog, withNewest, withOlder, withoutMessage } from './message-log.ts';

export interface Location {
  /** The page shows a channel, a direct message or an App Home. The `id` of an App Home is the user id of its bot. */
  readonly type: 'channel' | 'home';
  readonly id: string;
}

export interface Thread {
  readonly channel: string;
  readonly ts: string;
}

export interface OpenView {
  readonly view: PageView;
  /** The validation errors of an open modal, by block_id. */
  readonly errors: Readonly<Record<string, string>>;
}

export interface Toast {
  readonly id: number;
  readonly level: 'info' | 'error';
  readonly text: string;
}

/** The state of the page, except for the typed text. */
export interface WorkspaceState {
  readonly workspace: PageState;
  readonly connection: 'connecting' | 'live' | 'lost';
  readonly place: Location;
  readonly thread: Thread | null;
  /** The loaded messages of each channel and thread, by `logKey`. */
  readonly logs: Readonly<Record<string, MessageLog>>;
  /** The stack of modals, the top one last. */
  readonly views: readonly OpenView[];
  readonly toasts: readonly Toast[];
  /** The `ts` of the newest message that the acting user has read in each channel. */
  readonly readUpTo: Readonly<Record<string, string>>;
}

export interface LogName {
  readonly channel: string;
  readonly thread_ts?: string | undefined;
}

export function logKey({ channel, thread_ts }: LogName): string {
  return thread_ts === undefined ? channel : `${channel}/${thread_ts}`;
}

export function logOf(state: WorkspaceState, name: LogName): MessageLog {
  return state.logs[logKey(name)] ?? EMPTY_LOG;
}

export function initialState(workspace: PageState, readUpTo: WorkspaceState['readUpTo']): WorkspaceState {
  return {
    workspace,
    connection: 'connecting',
    place: { type: 'channel', id: workspace.channels[0]?.id ?? '' },
    thread: null,
    logs: {},
    views: [],
    toasts: [],
    readUpTo,
  };
}

/** Returns the page's state after a reconnect. Open modals are closed, because their triggers have expired. */
export function reloaded(
  state: WorkspaceState,
  workspace: PageState,
  readUpTo: WorkspaceState['readUpTo'],
): WorkspaceState {
  const isSamePerson = state.workspace.me === workspace.me;
  return {
    ...state,
    workspace,
    views: [],
    readUpTo: isSamePerson ? { ...readUpTo, ...state.readUpTo } : readUpTo,
    thread: isSamePerson ? state.thread : null,
    logs: isSamePerson ? mapLogs(state, (log) => ({ ...log, isCurrent: false })) : {},
    place: existingLocation(state.place, workspace),
  };
}

export function withLocation(state: WorkspaceState, place: Location): WorkspaceState {
  return { ...state, place, thread: null };
}

export function withHistory(
  state: WorkspaceState,
  name: LogName,
  { history, range }: { readonly history: PageHistory; readonly range: 'older' | 'newest' },
): WorkspaceState {
  const log = logOf(state, name);
  const next = range === 'older' ? withOlder(log, history) : withNewest(log, history);
  return { ...state, logs: { ...state.logs, [logKey(name)]: next } };
}

export function dismissed(state: WorkspaceState, name: LogName, ts: string): WorkspaceState {
  return { ...state, logs: { ...state.logs, [logKey(name)]: withoutMessage(logOf(state, name), ts) } };
}

export function withToast(state: WorkspaceState, toast: Toast): WorkspaceState {
  const others = state.toasts.filter(({ text }) => text !== toast.text);
  return { ...state, toasts: [...others, toast].slice(-4) };
}

/** Marks a channel as read up to its newest message. */
export function markAllRead(state: WorkspaceState, channel: string): WorkspaceState {
  const newest = logOf(state, { channel }).messages.at(-1)?.ts;
  const isRead = newest === undefined || newest <= (state.readUpTo[channel] ?? '');
  return isRead ? state : { ...state, readUpTo: { ...state.readUpTo, [channel]: newest } };
}

/** Counts the unread messages in a channel that the acting user did not write. */
export function unreadCount(state: WorkspaceState, channel: string): number {
  const readUpTo = state.readUpTo[channel] ?? '';
  return logOf(state, { channel }).messages.filter((message) => isNewFromOthers(message, state, readUpTo)).length;
}

function isNewFromOthers({ ts, user }: PageMessage, { workspace }: WorkspaceState, readUpTo: string): boolean {
  return ts > readUpTo && user !== workspace.me;
}

export function mapLogs(
  { logs }: WorkspaceState,
  change: (log: MessageLog, key: string) => MessageLog,
): Record<string, MessageLog> {
  return Object.fromEntries(Object.entries(logs).map(([key, log]) => [key, change(log, key)]));
}

function existingLocation(place: Location, { channels, homeTabs }: PageState): Location {
  const ids = place.type === 'channel' ? channels.map(({ id }) => id) : homeTabs.map(({ user }) => user);
  return ids.includes(place.id) ? place : { type: 'channel', id: channels[0]?.id ?? '' };
}
