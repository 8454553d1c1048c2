import { describe, expect, it } from 'vitest';
import { ApprovalId } from '#src/operations/kit/input/approval-id.ts';
import { BatchId } from '#src/operations/kit/input/batch-id.ts';
import { BatchName } from '#src/operations/kit/input/batch-name.ts';
import { BatchOrDate } from '#src/operations/kit/input/batch-or-date.ts';
import { TokenId } from '#src/operations/kit/input/token-id.ts';

describe.each(Object.entries({ ApprovalId, BatchId, BatchName, BatchOrDate, TokenId }))('%s', (_, input) => {
  it('accepts an id that Tipoff gives', () => {
    expect(input.safeParse('2026-02-05_1770318000').success).toBe(true);
  });

  it.each(['..', '__x__', '____'])('refuses %s, which no store accepts as the id of a document', (id) => {
    const parsed = input.safeParse(id);
    expect(parsed.error?.issues.map(({ message }) => message).join()).toContain(`"${id}" is n`);
  });
});

it('a name with a generation is refused when its id is reserved', () => {
  expect(BatchName.safeParse('__x__#2').success).toBe(false);
});
