import * as z from 'zod';

const Marks = z.record(z.string(), z.string());

/**
 * Reads the `ts` up to which a person has read each channel, from this browser's storage. Messages before the person's
 * first visit count as read.
 */
export function readMarks(user: string, channels: readonly string[]): Readonly<Record<string, string>> {
  const kept = localStorage.getItem(keyOf(user));
  const marks = kept === null ? {} : Marks.catch({}).parse(JSON.parse(kept));
  const now = (Date.now() / 1_000).toFixed(6);
  return { ...Object.fromEntries(channels.map((channel) => [channel, now])), ...marks };
}

export function saveMarks(user: string, marks: Readonly<Record<string, string>>): void {
  localStorage.setItem(keyOf(user), JSON.stringify(marks));
}

function keyOf(user: string): string {
  return `read-up-to/${user}`;
}
