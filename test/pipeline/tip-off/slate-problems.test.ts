import { describe, expect, it } from 'vitest';
import { CurrentBatch } from '#src/pipeline/documents/batch-document.ts';
import { type SlateState, slateProblems } from '#src/pipeline/tip-off/slate-problems.ts';
import { Instant } from '#src/platform/instant.ts';

const AT = Instant.parse('2026-02-05T22:00:00.000000Z');
const CHECK = { check: 'few_picks', finding: 'Too few picks.', way_out: 'Import the newest lines.' } as const;
const PLAYERS = { predicted: 80, skipped: 10, failed: 2, missing: 8 };

function aBatch(changed: Readonly<Record<string, unknown>>): CurrentBatch {
  return CurrentBatch.parse({
    batch_id: 'b-1',
    game_date: '2026-02-05',
    expected_players: 100,
    start_time: AT,
    updated_at: AT,
    as_of: AT,
    mode: 'LAST_CALL',
    generation: 1,
    generation_started_at: AT,
    rerun_players: null,
    dropped: {},
    ...changed,
  });
}

function aDoneBatch(changed: Readonly<Record<string, unknown>> = {}): CurrentBatch {
  const counts = { predicted: 90, skipped: {}, failed: {}, missing: 0, row_count: 700, model_count: 8, game_count: 5 };
  return aBatch({ state: 'done', result: 'complete', completion_time: AT, ...counts, ...changed });
}

function problemsOf(changed: Partial<SlateState>): readonly string[] {
  const ready = { gameDate: '2026-02-05', batch: aDoneBatch(), players: PLAYERS, hold: undefined, failedChecks: [] };
  return slateProblems({ ...ready, ...changed }).map(({ finding, way_out }) => `${finding} ${way_out}`);
}

const sealed = { sealed_at: AT, sequence: 1, load_job: 0, merge_job: 0 };
const PREDICT = '`tipoff batch start --date 2026-02-05` predicts it.';
const SEE = '`tipoff batch status b-1` shows its progress.';

it('a complete slate whose predictions pass their checks is ready', () => {
  expect(problemsOf({})).toEqual([]);
});

describe('a slate is not ready', () => {
  it.each([
    ['without a batch', undefined, `No batch has predicted this date. ${PREDICT}`],
    [
      'while a batch chooses its players',
      aBatch({ state: 'preparing' }),
      `A batch is running and chooses its players. ${SEE}`,
    ],
    [
      'while players are predicted',
      aBatch({ state: 'open' }),
      `A batch is running: 92 of 100 players are done. ${SEE}`,
    ],
    [
      'while predictions are written',
      aBatch({ state: 'consolidating', ...sealed }),
      `A batch is running and writes its predictions. ${SEE}`,
    ],
    [
      'after a failed publication',
      aBatch({ state: 'failed', ...sealed, failure: 'out of memory' }),
      'The predictions of the batch could not be published: "out of memory". `tipoff batch retry b-1` tries again.',
    ],
    ['after an empty batch', aDoneBatch({ result: 'empty' }), `The newest batch predicted nobody. ${PREDICT}`],
    ['after an abandoned batch', aDoneBatch({ result: 'abandoned' }), `The newest batch was abandoned. ${PREDICT}`],
    [
      'with missing and failed players',
      aDoneBatch({ result: 'partial', missing: 2, failed: { crashed: 1 } }),
      'The slate is partial: 3 players are missing or failed. `tipoff batch rerun-missing b-1` predicts them again.',
    ],
    [
      'with a failed check of the batch',
      aDoneBatch({ result: 'partial', failed_checks: [CHECK] }),
      'Too few picks. Import the newest lines.',
    ],
    [
      'with too little good data',
      aDoneBatch({ result: 'partial' }),
      `The slate is partial: too many players lacked good data. ${PREDICT}`,
    ],
  ])('%s', (_, batch, expected) => {
    expect(problemsOf({ batch })).toEqual([expected]);
  });

  it('while somebody holds it', () => {
    const hold = { hold_id: 'h', game_date: '2026-02-05', reason: 'old report', held_by: 'ann', held_at: AT };
    expect(problemsOf({ hold })).toEqual([
      'ann holds the slate ("old report"), so nothing new is published. `tipoff slate release 2026-02-05` releases it.',
    ]);
  });

  it('if a check of its predictions fails now, and names each check once', () => {
    expect(problemsOf({ failedChecks: [CHECK] })).toEqual(['Too few picks. Import the newest lines.']);
    const partial = aDoneBatch({ result: 'partial', failed_checks: [CHECK] });
    expect(problemsOf({ batch: partial, failedChecks: [CHECK] })).toHaveLength(1);
    expect(problemsOf({ batch: undefined, failedChecks: [CHECK] })).toHaveLength(1);
  });
});
