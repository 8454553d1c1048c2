import { expect, it } from 'vitest';
import { nightPicksSentences, recordSentence } from '#src/operations/results/record-text.ts';
import type { PickRecord } from '#src/pipeline/ledger/pick-record.ts';

const NONE: PickRecord = {
  published: 0,
  won: 0,
  lost: 0,
  pushes: 0,
  voids: 0,
  open: 0,
  withdrawn: 0,
  units: 0,
  rates: null,
};
const SMALL: PickRecord = { ...NONE, published: 5, won: 3, lost: 1, pushes: 1, units: 1.82 };
const RATES = { hit_rate: 0.545, low: 0.452, high: 0.636, break_even: 0.52, verdict: 'unclear' } as const;
const LARGE: PickRecord = { ...NONE, published: 110, won: 60, lost: 50, units: -3.1, rates: RATES };

it('a date without a pick says so, and an empty record is left out', () => {
  expect(nightPicksSentences({ night: NONE, picks: [], record: NONE })).toEqual([
    'No pick was published for this date.',
  ]);
});

it('a night says its counts and units, then the record has counts and no rates below 20 decided picks', () => {
  const night = { ...SMALL, published: 7, open: 2, withdrawn: 1 };
  expect(nightPicksSentences({ night, picks: [], record: SMALL })).toEqual([
    'Picks: 3 won, 1 lost, 1 push, +1.82 units. 2 picks not graded yet. 1 pick withdrawn, because the player was ruled out.',
    'Record: 3 won, 1 lost, 1 push, +1.82 units. Rates are shown from 20 won or lost picks on.',
  ]);
});

it.each([
  ['unclear', 'The interval includes the break-even rate of 52.0 %, so the record does not differ from chance yet.'],
  ['above', 'The whole interval is above the break-even rate of 52.0 %.'],
  ['below', 'The whole interval is below the break-even rate of 52.0 %.'],
] as const)('a record that is %s claims only what its interval supports', (verdict, sentence) => {
  expect(recordSentence({ ...LARGE, rates: { ...RATES, verdict } })).toBe(
    `Record: 60 won, 50 lost, hit rate 54.5 %, 95 % interval 45.2 to 63.6 %, −3.10 units at real prices. ${sentence}`,
  );
});
