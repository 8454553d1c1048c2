import { describe, expect, it } from 'vitest';
import { isSameCommit } from '#src/coordination/deploys/same-commit.ts';
import { judgeServed } from '#src/coordination/deploys/served-commit.ts';
import { serving, servingWith, UNREACHABLE } from './shown-target.ts';

const A = 'a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1';
const B = 'b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2';

describe('two commits', () => {
  it.each([
    ['are the same when one is shortened', [A, 'a1a1a1a'], 'yes'],
    ['are the same in capitals', [A.toUpperCase(), A], 'yes'],
    ['differ in a digit', [A, 'a1a1a1b'], 'no'],
    ['are not compared when one is absent', [null, A], 'unknown'],
    ['are not compared when one has fewer than seven digits', ['a1a1a1', A], 'unknown'],
    ['are not compared when one is a tag', ['latest', A], 'unknown'],
  ] as const)('%s', (_, [one, other], same) => {
    expect(isSameCommit(one, other)).toBe(same);
    expect(isSameCommit(other, one)).toBe(same);
  });
});

describe('judgeServed', () => {
  it.each([
    [
      'the claimed commit serves',
      judgeServed('a1a1a1a', serving({ commit: A })),
      { verdict: 'matches', share: 100, commit: A },
    ],
    [
      'RT-21: the deploy claims A, and B serves',
      judgeServed(A, serving({ commit: B })),
      { verdict: 'differs', share: 0, commit: B },
    ],
    [
      'the traffic is split between two revisions of the claimed commit',
      judgeServed(A, serving({ commit: A, percent: 60 }, { commit: 'a1a1a1a1a1a1', percent: 40 })),
      { verdict: 'matches', share: 100 },
    ],
    [
      'the traffic is split between the claimed commit and another',
      judgeServed(A, serving({ commit: B, percent: 90 }, { commit: A, percent: 10 })),
      { verdict: 'partly', share: 10, commit: B, revision: 'worker-00001' },
    ],
    [
      'no revision carries traffic',
      judgeServed(A, serving()),
      { verdict: 'differs', why: 'No revision carries traffic.' },
    ],
    ['the target cannot be read', judgeServed(A, UNREACHABLE), { verdict: 'unknown', why: UNREACHABLE.why }],
    [
      'the revision states no commit',
      judgeServed(A, serving({ commit: null })),
      { verdict: 'unknown', why: 'The revision worker-00001 does not state its commit.' },
    ],
    [
      'the revision states something else than a hash',
      judgeServed(A, serving({ commit: 'main' })),
      { verdict: 'unknown', why: 'The revision worker-00001 states “main”, which is not a commit hash.' },
    ],
    [
      'one of two revisions states no commit, so a match is not certain',
      judgeServed(A, serving({ commit: A, percent: 90 }, { commit: null, percent: 10 })),
      { verdict: 'unknown', revision: 'worker-00002' },
    ],
    [
      'the deploy claims no commit',
      judgeServed(null, serving({ commit: B })),
      { verdict: 'unclaimed', commit: B, share: null },
    ],
    [
      'only the deploys themselves say what serves, so it proves nothing',
      judgeServed(A, servingWith({ evidence: 'reported' }, { commit: A })),
      { verdict: 'unknown' },
    ],
    [
      'the newest revision did not become ready',
      judgeServed(A, servingWith({ rollout: 'failed' }, { commit: B })),
      { verdict: 'differs', why: 'The newest revision did not become ready.' },
    ],
  ])('%s', (_, judged, expected) => {
    expect(judged).toMatchObject(expected);
  });
});
