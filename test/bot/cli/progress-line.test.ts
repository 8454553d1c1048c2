import { expect, test } from 'vitest';
import { progressLine } from '#src/bot/cli/progress-line.ts';
import { WHOLE } from '#src/bot/cli/render/terminal-page.ts';

test('on a terminal one line is rewritten, cut to its width, and taken away at the end', () => {
  const { line, err, at } = progress('one line rewritten');
  line.show('1 of 20');
  at(60);
  line.show('2 of 20, and more than fits');
  line.clear();
  expect(err()).toBe('\r\u001b[K1 of 20\r\u001b[K2 of 20, \r\u001b[K');
});

test('elsewhere a line is written every five seconds at most', () => {
  const { line, err, at } = progress('plain lines');
  for (let second = 0; second < 12; second += 1) {
    at(second * 1000);
    line.show(`second ${second}`);
  }
  line.clear();
  expect(err()).toBe('second 0\nsecond 5\nsecond 10\n');
});

function progress(kind: 'one line rewritten' | 'plain lines') {
  let written = '';
  let now = 0;
  const line = progressLine({
    out: () => undefined,
    err: (text) => {
      written += text;
    },
    progress: kind,
    columns: 10,
    page: WHOLE,
    clock: () => now,
  });
  return {
    line,
    err: () => written,
    at: (milliseconds: number) => {
      now = milliseconds;
    },
  };
}
