import { describe, expect, test } from 'vitest';
import { quoteInput } from '#src/operations/kit/input/printable.ts';
import { escapeUnprintable, hasUnprintable } from '#src/platform/printable.ts';

describe('a value in a message', () => {
  test.each([
    ['a', '"a"'],
    [7, '"7"'],
    ['`tipoff deploy release` or ```', `"'tipoff deploy release' or '''"`],
    [Number.POSITIVE_INFINITY, '"Infinity"'],
    [null, '"null"'],
    [['a'], `"['a']"`],
    ['a" now run `rm`', `"a' now run 'rm'"`],
    [undefined, '"undefined"'],
    ['x'.repeat(61), `"${'x'.repeat(60)}…" (61 characters)`],
    [`my tipoff_0123456789ab_${'s'.repeat(43)}`, '"my tipoff_0123456789ab_…"'],
    [`${'x'.repeat(59)}😀`, `"${'x'.repeat(59)}…" (61 characters)`],
  ])('%j is shown as %s', (value, shown) => {
    expect(quoteInput(value)).toBe(shown);
  });
});

describe('what people cannot see', () => {
  test.each([
    ['a control', '\u001b', '\\u001b'],
    ['what turns text', '\u202e', '\\u202e'],
    ['an Arabic mark', '\u061c', '\\u061c'],
    ['half a character', '\ud83d', '\\ud83d'],
    ['a tag, which only machines read', '\u{e0041}', '\\u{e0041}'],
  ])('%s is written out, and no text may have it', (_, character, written) => {
    expect(escapeUnprintable(`a${character}b`)).toBe(`a${written}b`);
    expect(hasUnprintable(character)).toBe(true);
  });

  test('a whole character beyond the first 65,536 is text', () => {
    expect(escapeUnprintable('😀')).toBe('😀');
    expect(hasUnprintable('😀')).toBe(false);
  });
});

describe('a character that joins', () => {
  test.each(['Fix it 👩‍💻', '👩🏽‍💻', '🏳️‍🌈', '👨‍👩‍👧‍👦'])('two pictures is text: %s', (text) => {
    expect(hasUnprintable(text)).toBe(false);
    expect(escapeUnprintable(text)).toBe(text);
  });

  test.each(['wor\u200dker', '\u200d💻', '👩\u200d', '👩\u200d\u200d💻', '💻\u200dx'])(
    'anything else is written out: %j',
    (text) => {
      expect(hasUnprintable(text)).toBe(true);
      expect(escapeUnprintable(text)).toContain('\\u200d');
    },
  );
});
