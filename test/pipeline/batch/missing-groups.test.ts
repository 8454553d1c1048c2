import { expect, it, test } from 'vitest';
import { groupMissing, type MissingContext, missingWhy } from '#src/pipeline/batch/missing-groups.ts';

const NOBODY: MissingContext = { ruledOut: new Set(), errors: new Map(), requests: 'published' };
const player = (player_lookup: string, attempt = 1, status: 'requested' | 'predicted' = 'requested') => ({
  player_lookup,
  player_name: player_lookup.toUpperCase(),
  team: 'DEN',
  status,
  attempt,
});

test.each([
  ['no_answer', player('a'), NOBODY],
  ['asked_again', player('a', 2), NOBODY],
  ['not_published', player('a'), { ...NOBODY, requests: 'not-published' }],
  ['ruled_out', player('a', 2), { ...NOBODY, ruledOut: new Set(['a']), errors: new Map([['a', 'timeout']]) }],
  ['retrying', player('a', 2), { ...NOBODY, errors: new Map([['a', 'timeout']]) }],
  ['late', player('a', 1, 'predicted'), NOBODY],
] as const)('a player is missing because: %s', (why, missing, context) => {
  expect(missingWhy(missing, context)).toBe(why);
});

it('groups players by reason and by the class of their last error, the largest group first', () => {
  const errors = new Map([
    ['b', 'timeout'],
    ['c', 'timeout'],
    ['d', 'out_of_memory'],
  ]);
  const groups = groupMissing(
    ['a', 'b', 'c', 'd'].map((lookup) => player(lookup)),
    { ...NOBODY, errors },
  );
  expect(groups.map(({ why, error, players }) => [why, error, players])).toEqual([
    ['retrying', 'timeout', 2],
    ['no_answer', null, 1],
    ['retrying', 'out_of_memory', 1],
  ]);
});

it('names at most twelve players of a group and counts all of them', () => {
  const many = Array.from({ length: 40 }, (_, index) => player(`p${index}`));
  const [group] = groupMissing(many, NOBODY);
  expect(group?.players).toBe(40);
  expect(group?.named).toHaveLength(12);
});
