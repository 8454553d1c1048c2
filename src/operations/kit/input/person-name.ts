import { quoteInput } from './printable.ts';
import { text } from './text.ts';

const WORKS = 'write the name or the id of the person, such as `@ann` or `U024BE7LH`';

/** A person's name or id, with or without the @ that chats put before a name. */
export const PersonName = text({ what: 'the name of a person', maxLength: 80, works: WORKS }).refine(
  (value) => /^@?[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(value),
  { error: ({ input }) => `${quoteInput(input)} is not the name of a person; ${WORKS}` },
);

export function withoutAt(name: string): string {
  return name.replace(/^@/, '');
}
