import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toolResult } from '#src/bot/mcp/tool-result.ts';
import type { MarkedOutcome } from '#src/operations/kit/mark-user-text.ts';

const MAX_BYTES = 25_000;
const NO_TOOLS = { tools: [], detail: 'full' } as const;

function outcomeOf(data: unknown): MarkedOutcome {
  return { decision: 'done', code: 'ok', message: 'This is the list.', data, next: [] };
}

function bytesOf(result: unknown): number {
  return Buffer.byteLength(JSON.stringify(result));
}

test('a full reply that fits is whole, as text and as data', () => {
  const outcome = outcomeOf({ rows: [{ player: 'Ann', points: 24.5 }] });
  const { content, structuredContent } = toolResult(outcome, NO_TOOLS);
  expect(structuredContent).toEqual(outcome);
  expect(content).toEqual([{ type: 'text', text: JSON.stringify(outcome) }]);
});

test('a full reply of a season stays below 25 kB, and says what is left out and how to ask for less', () => {
  const rows = Array.from({ length: 10_000 }, (_, index) => ({
    date: '2026-02-05',
    player: `Player ${index}`,
    points: 20,
  }));
  const result = toolResult(outcomeOf({ total: rows.length, rows }), NO_TOOLS);
  expect(bytesOf(result)).toBeLessThanOrEqual(MAX_BYTES);
  expect(result.structuredContent).toMatchObject({
    data: { total: 10_000, rows: expect.arrayContaining([rows[0]]) },
    left_out: expect.stringMatching(/^Left out rows: 9,\d\d\d of 10,000\. The reply is too large\. Ask for less/),
  });
});

test('no data makes a full reply larger than 25 kB', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 200 });
  const row = fc.dictionary(fc.string({ minLength: 1, maxLength: 12 }), fc.oneof(text, fc.double(), fc.array(text)), {
    maxKeys: 30,
  });
  const large = fc.record({
    row,
    times: fc.integer({ min: 0, max: 2_000 }),
    quotes: fc.integer({ min: 0, max: 30_000 }),
  });
  fc.assert(
    fc.property(large, ({ row: one, times, quotes }) => {
      const data = { rows: Array.from({ length: times }, () => one), text: '"\\'.repeat(quotes), ...one };
      expect(bytesOf(toolResult(outcomeOf(data), NO_TOOLS))).toBeLessThanOrEqual(MAX_BYTES);
    }),
    { numRuns: 60 },
  );
});
