import { quoteInput } from './printable.ts';
import { text } from './text.ts';

const WORKS = '`tipoff incidents list` shows the keys';
const NAME = /^([a-z0-9][a-z0-9._-]*)(?:#([1-9]\d{0,8}))?$/;

/** The key of an incident, as `incidents list` shows it. Buttons add the occurrence that their card showed: `job-import#2`. */
export const IncidentName = text({ what: 'the key of an incident', maxLength: 200, works: WORKS }).refine(
  (value) => NAME.test(value),
  { error: ({ input }) => `${quoteInput(input)} is not the key of an incident; ${WORKS}` },
);

/**
 * Splits the name of an incident into its key and its occurrence. `job-import` has no occurrence, so it means the
 * newest.
 */
export function parseIncidentName(name: string): { readonly key: string; readonly occurrence: number | undefined } {
  const [, key = name, occurrence] = NAME.exec(name) ?? [];
  return { key, occurrence: occurrence === undefined ? undefined : Number(occurrence) };
}
