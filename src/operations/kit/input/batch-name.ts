import { isDocumentId } from '../../../platform/document-rules.ts';
import { quoteInput } from './printable.ts';
import { text } from './text.ts';

const WORKS = '`tipoff batch list` shows the ids';
const NAME = /^([\w.:-]+)(?:#([1-9]\d{0,8}))?$/;

/** The id of a batch. Buttons add the generation that their card showed: `2026-02-05_1770318000#2`. */
export const BatchName = text({ what: 'a batch id', maxLength: 210, works: WORKS }).refine(
  (value) => NAME.test(value) && isDocumentId(parseBatchName(value).id),
  { error: ({ input }) => `${quoteInput(input)} is not a batch id; ${WORKS}` },
);

/** Splits the name of a batch into its id and its generation. A name without a generation means the current one. */
export function parseBatchName(name: string): { readonly id: string; readonly generation: number | undefined } {
  const [, id = name, generation] = NAME.exec(name) ?? [];
  return { id, generation: generation === undefined ? undefined : Number(generation) };
}
