import * as z from 'zod';

const Marks = z.record(z.string(), z.string());

/** Up to which `ts` a person has read each channel, as this browser remembers it. */
export function readMarks(user: string): Readonly<Record<string, string>> {
  const kept = localStorage.getItem(keyOf(user));
  return kept === null ? {} : Marks.catch({}).parse(JSON.parse(kept));
}

export function saveMarks(user: string, marks: Readonly<Record<string, string>>): void {
  localStorage.setItem(keyOf(user), JSON.stringify(marks));
}

function keyOf(user: string): string {
  return `read-up-to/${user}`;
}
