import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BRIEF_BYTES, briefOutcome } from '#src/operations/kit/brief-outcome.ts';
import type { Outcome } from '#src/operations/kit/operation.ts';

const brevity = { maxBytes: BRIEF_BYTES, howToGetAll: 'Ask with ?detail=full for everything.' };

describe('an answer to a machine is short', () => {
  test('one that is short anyway stays as it is', () => {
    const outcome = outcomeOf({ game_date: '2026-02-05', players: 136 });
    expect(briefOutcome(outcome, brevity)).toEqual(outcome);
  });

  test('of a long list the first items are kept, and the answer says how many are missing and how to get them', () => {
    const predictions = Array.from({ length: 1_136 }, (_, row) => ({
      player_lookup: `player${row}`,
      points: 20 + row,
    }));
    const brief = briefOutcome(outcomeOf({ game_date: '2026-02-05', rows: 1_136, predictions }), brevity);
    expect(brief).toMatchObject({
      decision: 'done',
      code: 'ok',
      data: { game_date: '2026-02-05', rows: 1_136, predictions: predictions.slice(0, 10) },
      left_out: 'Left out predictions: 1,126 of 1,136. Ask with ?detail=full for everything.',
    });
  });

  test('of rows that are long the first fields of the first ones are kept, not none', () => {
    const row = Object.fromEntries(
      Array.from({ length: 21 }, (_, n) => [`field_number_${n}`, 'a value of some length']),
    );
    const brief = briefOutcome(outcomeOf({ predictions: Array.from({ length: 940 }, () => row) }), brevity);
    const first = Object.fromEntries(Object.entries(row).slice(0, 10));
    expect(brief).toMatchObject({ data: { predictions: [first] } });
    expect(brief.left_out).toContain('Left out predictions: 939 of 940, fields of predictions: 11 of 21.');
  });

  test('a long text is cut', () => {
    const brief = briefOutcome(outcomeOf({ id: 1, summary: 'long '.repeat(400) }), brevity);
    expect(brief.left_out).toContain('Left out summary: the end.');
  });

  test('of a list within a list the inner one is named', () => {
    const batches = [{ id: 'b', players: Array.from({ length: 500 }, (_, n) => `player${n}`) }];
    expect(briefOutcome(outcomeOf({ batches }), brevity).left_out).toContain('batches.players: ');
  });

  test('of very many fields the small ones stay', () => {
    const data = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`field_${n}`, n]));
    const brief = briefOutcome(outcomeOf({ ...data, big: 'x'.repeat(39) }), brevity);
    expect(brief.data).toMatchObject({ field_0: 0 });
    expect(brief.left_out).toMatch(/Left out \d+ fields of the data/);
  });

  test('a message of characters that are long in JSON is cut by what it takes there', () => {
    const brief = briefOutcome({ ...outcomeOf(null), message: '\u0007'.repeat(2_000) }, brevity);
    expect(Buffer.byteLength(JSON.stringify(brief))).toBeLessThanOrEqual(BRIEF_BYTES);
  });

  test('whatever is answered it stays within the limit, and decision, code and the way to all of it are there', async () => {
    const outcomes = fc.record({
      decision: fc.constantFrom('done', 'refused', 'pending'),
      code: fc.constant('some_code'),
      message: fc.string({ maxLength: 3_000, unit: 'binary' }),
      data: fc.jsonValue({ maxDepth: 4 }),
      next: fc.array(
        fc.record({
          operation: fc.constant('batch list'),
          arguments: fc.dictionary(fc.string({ maxLength: 20 }), fc.string({ maxLength: 200 }), { maxKeys: 4 }),
          why: fc.string({ maxLength: 100 }),
        }),
        { maxLength: 6 },
      ),
    });
    await fc.assert(
      fc.asyncProperty(outcomes, fc.integer({ min: 500, max: 1_000 }), async (outcome, maxBytes) => {
        const brief = briefOutcome(outcome, { ...brevity, maxBytes });
        expect(Buffer.byteLength(JSON.stringify(brief))).toBeLessThanOrEqual(maxBytes);
        expect(brief).toMatchObject({ decision: outcome.decision, code: outcome.code });
      }),
      { numRuns: 100 },
    );
  });
});

function outcomeOf(data: unknown): Outcome<unknown> {
  return { decision: 'done', code: 'ok', message: 'Here it is.', data, next: [] };
}
