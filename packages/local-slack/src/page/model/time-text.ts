const DAY_MS = 86_400_000;

/** Formats the time next to a message's author, such as `14:05`. */
export function clockText(ts: string): string {
  return momentOf(ts).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hour12: false });
}

/** Formats the full date and time for a tooltip. */
export function fullText(ts: string): string {
  return momentOf(ts).toLocaleString([], { dateStyle: 'full', timeStyle: 'medium' });
}

/** Converts a message's `ts` to the `datetime` attribute of HTML. */
export function isoText(ts: string): string {
  return momentOf(ts).toISOString();
}

/** Formats the heading of a day in the message list. */
export function dayHeading(day: number, now: number): string {
  const today = new Date(now).setHours(0, 0, 0, 0);
  const days = Math.round((today - day) / DAY_MS);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  const isThisYear = new Date(day).getFullYear() === new Date(now).getFullYear();
  return new Date(day).toLocaleDateString([], {
    weekday: 'long',
    month: 'long',
    day: 'numeric',
    ...(isThisYear ? {} : { year: 'numeric' }),
  });
}

function momentOf(ts: string): Date {
  return new Date(Number(ts) * 1_000);
}
