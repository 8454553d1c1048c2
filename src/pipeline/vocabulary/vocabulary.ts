/**
 * Maps every known spelling of a closed vocabulary to its term. Case, spaces and punctuation do not matter: `Day-To-Day`
 * and `day to day` are one spelling.
 */
export function vocabulary<Term extends string>(
  spellings: Readonly<Record<Term, readonly string[]>>,
): (written: string) => Term | undefined {
  const terms = Object.keys(spellings) as Term[];
  const known = new Map<string, Term>(
    terms.flatMap((term) => [term, ...spellings[term]].map((spelling) => [plainText(spelling), term] as const)),
  );
  return (written) => known.get(plainText(written));
}

function plainText(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]/gu, '');
}
