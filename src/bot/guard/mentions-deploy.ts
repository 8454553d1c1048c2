import patterns from './deploy-commands.json' with { type: 'json' };

/** Quotes and backslashes hide a word from the eye and not from the shell. */
const HIDING = /["'`\\\n]/g;

/** Whether a text could be about a deploy at all; what it says no to is not looked at any further. */
export function mentionsProgram(text: string): boolean {
  const plain = text.replace(HIDING, '').toLowerCase();
  return patterns.programs.some(({ program }) => plain.includes(program));
}

/** Whether the words of a deploy command are in a text, in their order. */
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
