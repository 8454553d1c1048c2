import type { PageMessage } from '../../page-protocol.ts';

const GROUP_WINDOW_S = 5 * 60;

/** A message with the lines above it. */
export interface MessageRow {
  readonly message: PageMessage;
  /** Whether the author and time are shown: not for a message that continues the author's group. */
  readonly startsGroup: boolean;
  /** The start of the message's day in milliseconds, for the first message of a day; otherwise null. */
  readonly newDay: number | null;
  /** Whether the line "New" is above it. */
  readonly startsNew: boolean;
}

/** The unread messages when the channel was opened: after one `ts`, up to another. Later messages are not included. */
export interface UnreadRange {
  readonly after: string;
  readonly upTo: string;
}

/** The messages as rows. The line "New" is above the first unread one. */
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
