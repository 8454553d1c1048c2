import type { PageMessage } from '../../page-protocol.ts';

const GROUP_WINDOW_S = 5 * 60;

/** A message in the message list, with the dividers that are drawn above it. */
export interface MessageRow {
  readonly message: PageMessage;
  /** Whether the row shows the author and time. Consecutive messages of one author show them only once. */
  readonly startsGroup: boolean;
  /** The start of the day in milliseconds since 1970, if the message is the first one of its day; otherwise null. */
  readonly newDay: number | null;
  /** Whether the divider "New" is drawn above the message. */
  readonly startsNew: boolean;
}

/**
 * The range of messages that were unread when a person opened the channel: later than `after`, up to and including
 * `upTo`.
 */
export interface UnreadRange {
  readonly after: string;
  readonly upTo: string;
}

/** Returns messages as rows of the message list. The divider "New" is above the first unread message. */
export function messageRows(
  messages: readonly PageMessage[],
  { me, unread }: { readonly me: string; readonly unread: UnreadRange | null },
): readonly MessageRow[] {
  const firstNew = messages.find((message) => message.user !== me && isWithin(unread, message))?.ts;
  return messages.map((message, index) => {
    const before = messages[index - 1];
    const newDay = before !== undefined && dayOf(before.ts) === dayOf(message.ts) ? null : dayOf(message.ts);
    const startsNew = index > 0 && message.ts === firstNew;
    return {
      message,
      newDay,
      startsNew,
      startsGroup: newDay !== null || startsNew || !continuesGroup(before, message),
    };
  });
}

function continuesGroup(before: PageMessage | undefined, message: PageMessage): boolean {
  if (before === undefined || before.user !== message.user) return false;
  if (before.is_ephemeral !== message.is_ephemeral || before.subtype !== message.subtype) return false;
  return Number(message.ts) - Number(before.ts) < GROUP_WINDOW_S;
}

function isWithin(unread: UnreadRange | null, { ts }: PageMessage): boolean {
  return unread !== null && ts > unread.after && ts <= unread.upTo;
}

function dayOf(ts: string): number {
  return new Date(Number(ts) * 1_000).setHours(0, 0, 0, 0);
}
