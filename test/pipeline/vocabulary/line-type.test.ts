import { expect, test } from 'vitest';
import { lineTypeOf } from '#src/pipeline/vocabulary/line-type.ts';

test.for([
  ['standard', 'standard'],
  ['Standard', 'standard'],
  ['Main Line', 'standard'],
  ['DEMON', 'demon'],
  ['goblin', 'goblin'],
  ['Boosted', 'boosted'],
  ['promo', 'boosted'],
  ['Alternate', 'alternate'],
  ['alt', 'alternate'],
  ['player_points_alternate', 'alternate'],
  ['mystery', 'other'],
] as const)('%s is a line of the type %s', ([text, type]) => {
  expect(lineTypeOf(text)).toBe(type);
});
