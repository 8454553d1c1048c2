import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ProvedClaim } from '#src/coordination/handoffs/handoff.ts';
import { claimCells, readClaimTable } from '#src/operations/handoff/claim-table.ts';

const CLAIM: ProvedClaim = { claim: 'It is done', proof: 'batch status', verdict: 'true', compared: 'done' };
const HEAD = ['# Handoff', '', '## Done', '', '| Claim | Proof | Result | Compared |', '| --- | --- | --- | --- |'];

function rowOf(claim: ProvedClaim): string {
  return `| ${claimCells(claim).join(' | ')} |`;
}

function fileWith(...lines: readonly string[]): string {
  return [...HEAD, ...lines, '', '## Open', '- | not | a | claim |'].join('\n');
}

test('the claims of the table are read with their proofs, results and lines', () => {
  expect(readClaimTable(fileWith(rowOf(CLAIM), rowOf({ ...CLAIM, verdict: 'unknown' })))).toEqual({
    type: 'claims',
    claims: [
      { claim: 'It is done', proof: 'batch status', stated: 'true', line: 7 },
      { claim: 'It is done', proof: 'batch status', stated: 'unknown', line: 8 },
    ],
  });
});

test('a file without claims has none', () => {
  expect(readClaimTable('## Done\n\nThere are no claims.\n')).toEqual({ type: 'claims', claims: [] });
});

const text = fc
  .string({ minLength: 1, unit: fc.constantFrom('a', ' ', '|', '\\', '*', '_', '[', '<', '#', '-', '"', 'é') })
  .map((each) => each.trim())
  .filter((each) => each !== '');

test('what the table writes, it reads back, whatever the texts contain', () => {
  fc.assert(
    fc.property(text, text, (claim, proof) => {
      const read = readClaimTable(fileWith(rowOf({ ...CLAIM, claim, proof })));
      expect(read).toMatchObject({ claims: [{ claim, proof }] });
    }),
  );
});

test.each([
  ['no heading', '# Handoff\n\nDone: all', 3, 'no heading'],
  ['a second heading', `${fileWith(rowOf(CLAIM))}\n## Done`, 11, 'a second heading'],
  ['other columns', '## Done\n\n| Claim | Result |\n', 3, 'the columns are not Claim, Proof, Result, Compared'],
  ['no rule', '## Done\n| Claim | Proof | Result | Compared |\n| a | `b` | true | c |', 3, '---'],
  ['a lost cell', fileWith('| It is done | `batch status` | true |'), 7, 'the 4 cells'],
  ['a sentence among the rows', fileWith(rowOf(CLAIM), 'And the worker is deployed.'), 8, 'the 4 cells'],
  [
    'a proof without backticks',
    fileWith('| It is done | batch status | true | done |'),
    7,
    'not a command in backticks',
  ],
  ['another result', fileWith('| It is done | `batch status` | yes | done |'), 7, 'not true, false or unknown'],
  ['no claim', fileWith('|  | `batch status` | true | done |'), 7, 'the claim is empty'],
])('a malformed file is refused with its line: %s', (...[, markdown, line, fault]) => {
  expect(readClaimTable(markdown)).toEqual({ type: 'malformed', line, fault: expect.stringContaining(fault) });
});
