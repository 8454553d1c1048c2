import { describe, expect, test } from 'vitest';
import type { Candidate } from '#src/pipeline/batch/candidates.ts';
import { slateAbsence } from '#src/pipeline/batch/slate-absence.ts';
import { aCandidate } from './a-candidate.ts';

const BEFORE_TIPOFF = new Date('2026-02-05T22:00:00Z');
const AFTER_TIPOFF = new Date('2026-02-06T01:00:00Z');

describe('a player is not on the slate', () => {
  test.each<{ why: string; changed: Partial<Candidate>; chosenAt?: Date; code: string }>([
    { why: 'because he is out', changed: { injury_status: 'out' }, code: 'player_injury_out' },
    { why: 'because he is doubtful', changed: { injury_status: 'doubtful' }, code: 'player_doubtful' },
    { why: 'because he plays too little', changed: { minutes_avg_last_7_days: 12.4 }, code: 'too_few_minutes' },
    { why: 'because his game had begun', changed: { is_published: true }, chosenAt: AFTER_TIPOFF, code: 'game_begun' },
    { why: 'although he qualifies, because his data came later', changed: {}, code: 'qualifies_now' },
  ])('$why', ({ changed, chosenAt = BEFORE_TIPOFF, code }) => {
    expect(slateAbsence({ candidate: aCandidate(changed), team: 'plays' }, chosenAt)).toBe(code);
  });

  test.each([
    ['his team does not play', 'does-not-play', 'team_does_not_play'],
    ['he has no recent game', 'plays', 'no_recent_game'],
  ] as const)('because %s', (_, team, code) => {
    expect(slateAbsence({ candidate: undefined, team }, BEFORE_TIPOFF)).toBe(code);
  });
});
