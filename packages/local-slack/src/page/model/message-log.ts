import type { PageHistory, PageMessage } from '../../page-protocol.ts';

/** The loaded messages of a channel or of a thread, oldest first. */
export interface MessageLog {
  readonly messages: readonly PageMessage[];
  readonly hasMore: boolean;
  /**
   * Whether the loaded messages include the newest one. This is false before the first fetch and after a lost
   * connection.
   */
  readonly isCurrent: boolean;
}

export const EMPTY_LOG: MessageLog = { messages: [], hasMore: false, isCurrent: false };

/** Adds a message to the loaded messages, or replaces the loaded message with the same `ts`. */
export function withMessage(log: MessageLog, message: PageMessage): MessageLog {
  const index = log.messages.findIndex(({ ts }) => ts === message.ts);
  if (index !== -1) return { ...log, messages: log.messages.with(index, message) };
  const after = log.messages.findLastIndex(({ ts }) => ts < message.ts);
  return { ...log, messages: log.messages.toSpliced(after + 1, 0, message) };
}

/** Changes the loaded message with this `ts`, if there is one. */
export function withChange(log: MessageLog, ts: string, change: (message: PageMessage) => PageMessage): MessageLog {
  return { ...log, messages: log.messages.map((message) => (message.ts === ts ? change(message) : message)) };
}

export function withoutMessage(log: MessageLog, ts: string): MessageLog {
  return { ...log, messages: log.messages.filter((message) => message.ts !== ts) };
}

/**
 * Updates the loaded messages with the newest page of the history. Removes the messages that are missing from the
 * history, because they were deleted. Keeps ephemeral messages, because the history never contains them.
 */
export function withNewest(log: MessageLog, { messages, has_more }: PageHistory): MessageLog {
  const first = messages[0]?.ts;
  const isOlder = ({ ts }: PageMessage) => has_more && first !== undefined && ts < first;
  const kept = log.messages.filter((message) => message.is_ephemeral === true || isOlder(message));
  return {
    messages: [...kept, ...messages].toSorted((a, b) => (a.ts < b.ts ? -1 : 1)),
    hasMore: log.messages.some(isOlder) ? log.hasMore : has_more,
    isCurrent: true,
  };
}

/** Adds a page of older messages to the loaded messages. */
export function withOlder(log: MessageLog, { messages, has_more }: PageHistory): MessageLog {
  const known = new Set(log.messages.map(({ ts }) => ts));
  const older = messages.filter(({ ts }) => !known.has(ts));
  return { ...log, messages: [...older, ...log.messages], hasMore: has_more };
}
