import { expect, test } from 'vitest';
import { type InjuryStatus, injuryStatusOf } from '#src/pipeline/vocabulary/injury-status.ts';

const SPELLINGS: Readonly<Record<InjuryStatus, readonly string[]>> = {
  out: [
    ...['Out', 'OUT', ' out ', 'O', 'Out For Season', 'OFS', 'Out Indefinitely', 'Out (left ankle)', 'Out - Rest'],
    ...['Inactive', 'Not With Team', 'NWT', 'Suspended', 'Suspension', 'Rest', 'Load Management', 'IR', 'IL'],
    ...['G League - Two-Way', 'Two-Way Assignment', 'On Assignment', 'Health and Safety Protocols', 'Ineligible'],
  ],
  doubtful: ['Doubtful', 'D', 'doubtful (knee)', 'Not expected to play'],
  questionable: ['Questionable', 'Q', 'Day-To-Day', 'DTD', 'GTD', 'Game Time Decision', 'Game-Time Decision'],
  probable: ['Probable', 'P', 'Likely to play'],
  available: ['Available', 'Active', 'Cleared', 'Healthy'],
  'not submitted': ['Not Yet Submitted', 'NOT YET SUBMITTED', 'NYS'],
  unknown: ['Maintenance', 'ankle', '???', 'Zonked'],
};

const cases = Object.entries(SPELLINGS).flatMap(([status, texts]) => texts.map((text) => [text, status] as const));

test.for(cases)('%s means %s', ([text, status]) => {
  expect(injuryStatusOf(text)).toBe(status);
});
