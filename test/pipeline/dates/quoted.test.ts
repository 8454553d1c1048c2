import fc from 'fast-check';
import { expect, it } from 'vitest';
import { quoted } from '#src/pipeline/dates/quoted.ts';

it('keeps 40 characters and marks the cut', () => {
  expect(quoted('x'.repeat(40))).toBe(`"${'x'.repeat(40)}"`);
  expect(quoted('x'.repeat(41))).toBe(`"${'x'.repeat(40)}…"`);
  expect(quoted('🏀'.repeat(41))).toBe(`"${'🏀'.repeat(40)}…"`);
});

it('never returns more than 43 characters or an unprintable one', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const shown = quoted(text);
      expect([...shown].length).toBeLessThanOrEqual(43);
      expect(shown).not.toMatch(/\p{C}/u);
    }),
  );
});
