import { expect, test } from 'vitest';
import { parseProof } from '#src/operations/handoff/proof.ts';
import { PROVING_OPERATIONS } from '#src/operations/handoff/proving-operations.ts';
import { OPERATIONS } from '#src/operations/registry.ts';

test('every operation that reads everywhere can prove a claim, except those of handoffs', () => {
  const reading = OPERATIONS.filter(
    ({ name, effect, reach }) => effect === 'read' && reach === 'everywhere' && !name.startsWith('handoff '),
  );
  expect(PROVING_OPERATIONS.map(({ name }) => name).toSorted()).toEqual(reading.map(({ name }) => name).toSorted());
});

test('a proof is a read command as a person types it, in a shell or in the chat', () => {
  const input = { id: 'batch_2026-02-05_1' };
  const operation = expect.objectContaining({ name: 'batch status' });
  for (const call of [
    'batch status batch_2026-02-05_1',
    'tipoff batch status batch_2026-02-05_1',
    '/batch status id=batch_2026-02-05_1',
  ])
    expect(parseProof(call)).toMatchObject({ operation, input, expectation: undefined });
  expect(parseProof('predict player "LeBron James" --date 2026-02-05 expects name contains LeBron')).toMatchObject({
    input: { name: 'LeBron James', date: '2026-02-05' },
    expectation: { path: 'name', comparison: 'contains', value: 'LeBron' },
  });
});

test.each([
  [
    'an operation that changes something',
    'deploy release worker',
    /"deploy release" cannot prove a claim.*change nothing/,
  ],
  ['an operation that does not exist', 'look around', /"look around" cannot prove a claim/],
  ['a handoff', 'handoff show', /"handoff show" cannot prove a claim/],
  ['a wrong input', 'batch status "a b"', /cannot be run\. id: "a b" is neither a batch id nor a game date/],
  ['a malformed expectation', 'batch status expects result is fine', /"result is fine" is not an expectation/],
  ['no operation', '', /cannot prove a claim/],
])('refused as a proof: %s', (_, text, fault) => {
  expect(parseProof(text)).toEqual({ fault: expect.stringMatching(fault) });
});
