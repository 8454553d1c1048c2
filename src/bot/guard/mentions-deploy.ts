import patterns from './deploy-commands.json' with { type: 'json' };

/** The shell removes these characters from a word, so `g\cloud` runs gcloud. */
const HIDING = /["'`\\\n]/g;

/** Returns whether a text names a program that can deploy. `tipoff guard` allows any other text without parsing it. */
export function mentionsProgram(text: string): boolean {
  const plain = text.replace(HIDING, '').toLowerCase();
  return patterns.programs.some(({ program }) => plain.includes(program));
}

/** Returns whether a text contains the words of a deploy command in their order. */
export function mentionsDeploy(text: string): boolean {
  const plain = text.replace(HIDING, ' ').toLowerCase();
  return patterns.programs.some(({ program, commands }) =>
    commands.some(({ words }) => areInOrder([program, ...words], plain)),
  );
}

function areInOrder(words: readonly string[], text: string): boolean {
  let from = 0;
  for (const word of words) {
    const at = text.indexOf(word, from);
    if (at === -1) return false;
    from = at + word.length;
  }
  return true;
}
