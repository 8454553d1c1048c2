import { expect, test } from 'vitest';
import { parseInput } from '#src/operations/kit/input/parse-input.ts';
import { OPERATIONS } from '#src/operations/registry.ts';

const SECRET = 's'.repeat(43);
const TOKEN = `tipoff_0123456789ab_${SECRET}`;

test.each([
  ['deploy claim', { service: 'bot', reason: `with TIPOFF_TOKEN=${TOKEN}` }],
  ['deploy claim', { service: TOKEN, reason: 'a fix' }],
  ['session start', { summary: `I am ${TOKEN}` }],
  ['token revoke', { token_id: TOKEN }],
  ['predict player', { name: TOKEN }],
])('%s with a token in a text is refused, and the refusal shows only the id of the token', (name, given) => {
  const operation = OPERATIONS.find((known) => known.name === name);
  if (operation === undefined) throw new Error(`there is no operation ${name}`);
  const refusal = messageOf(() => parseInput(operation.input, given));
  expect(refusal).toContain('contains a token, which belongs only in TIPOFF_TOKEN');
  expect(refusal).toContain('tipoff_0123456789ab_…');
  expect(refusal).not.toContain('sssssss');
});

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'it was taken';
}
