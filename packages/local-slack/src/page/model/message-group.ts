import type { PageMessage } from '../../page-protocol.ts';

const GROUP_WINDOW_S = 5 * 60;

/** A message with what has to stand above it. */
export interface MessageRow {
  readonly message: PageMessage;
  /** Whether its author and time are shown: not when it goes on what the same author just said. */
  readonly startsGroup: boolean;
  /** The day it begins, as its first moment in milliseconds; null within a day. */
  readonly newDay: number | null;
  /** Whether the line "new" stands above it. */
  readonly startsNew: boolean;
}

/** What was unread when the channel was opened: after the one `ts`, up to the other. What comes while one looks on is not in it. */
export interface UnreadStretch {
  readonly after: string;
  readonly upTo: string;
}

/** The messages as rows, with the line above what was unread; null draws none. */
export function messageRows(
  messages: readonly PageMessage[],
  { me, unread }: { readonly me: string; readonly unread: UnreadStretch | null },
): readonly MessageRow[] {
  const firstNew = messages.find((message) => message.user !== me && isWithin(unread, message))?.ts;
  return messages.map((message, index) => {
    const before = messages[index - 1];
    const newDay = before !== undefined && dayOf(before.ts) === dayOf(message.ts) ? null : dayOf(message.ts);
    const startsNew = index > 0 && message.ts === firstNew;
    return { message, newDay, startsNew, startsGroup: newDay !== null || startsNew || !goesOn(before, message) };
  });
}

function goesOn(before: PageMessage | undefined, message: PageMessage): boolean {
  if (before === undefined || before.user !== message.user) return false;
  if (before.is_ephemeral !== message.is_ephemeral || before.subtype !== message.subtype) return false;
  return Number(message.ts) - Number(before.ts) < GROUP_WINDOW_S;
}

function isWithin(unread: UnreadStretch | null, { ts }: PageMessage): boolean {
  return unread !== null && ts > unread.after && ts <= unread.upTo;
}

function dayOf(ts: string): number {
  return new Date(Number(ts) * 1_000).setHours(0, 0, 0, 0);
}
