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

/** The messages as rows. `readUpTo` is the `ts` that was read last when the channel was opened; null draws no line. */
export function messageRows(
  messages: readonly PageMessage[],
  { me, readUpTo }: { readonly me: string; readonly readUpTo: string | null },
): readonly MessageRow[] {
  const firstNew = readUpTo === null ? undefined : messages.find(({ ts, user }) => ts > readUpTo && user !== me)?.ts;
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

function dayOf(ts: string): number {
  return new Date(Number(ts) * 1_000).setHours(0, 0, 0, 0);
}
