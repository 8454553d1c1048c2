import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createApp } from '#src/app.ts';
import { renderRecord } from '#src/bot/cli/render/render-record.ts';
import { outcomeMessage } from '#src/bot/slack/messages/outcome-message.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { showRecord } from '#src/operations/results/record.ts';
import { publishedPickGrades, publishedPicks } from '#src/pipeline/tables/published-picks.ts';
import type { Warehouse } from '#src/platform/warehouse.ts';
import { visibleText } from '../bot/slack/messages/visible-text.ts';
import { ANN } from '../coordination/identity/actors.ts';
import { fillTable } from '../pipeline/fill-table.ts';
import { silentLog, temporaryWarehouse } from '../pipeline/pipeline-stores.ts';

const NOW = new Date('2026-02-05T18:00:00Z');
const WON = { result: 'won', actual_points: 30, profit_units: 1.2 };
const LOST = { result: 'lost', actual_points: 12, profit_units: -1 };

describe('results record', () => {
  test('without a pick says what a published pick is', async () => {
    const { record } = await aLedger([]);
    const reply = await record();
    expect(reply.message).toContain('No pick is published yet.');
    expect(renderRecord(reply.data)).toBe('');
  });

  test('counts won, lost, open and withdrawn picks of the period, with the units at the recorded prices', async () => {
    const { record } = await aLedger([
      { date: '2026-02-04', player: 'ann', grade: WON },
      { date: '2026-02-03', player: 'bob', grade: LOST },
      { date: '2026-02-05', player: 'cid' },
      { date: '2026-02-04', player: 'dee', state: 'withdrawn' },
      { date: '2025-12-01', player: 'eli', grade: WON },
    ]);
    const reply = await record();
    expect(reply.message).toBe(
      'Picks since 2026-01-07 (30 days): 3 published, 1 not graded yet, 1 withdrawn. Record: 1 won, 1 lost, +0.20 units. Rates are shown from 20 won or lost picks on. All picks: Record: 2 won, 1 lost, +1.40 units. Rates are shown from 20 won or lost picks on.',
    );
    expect(reply.data.picks.map(({ player_lookup, result, state }) => [player_lookup, state, result])).toEqual([
      ['cid', 'published', null],
      ['ann', 'published', 'won'],
      ['dee', 'withdrawn', null],
      ['bob', 'published', 'lost'],
    ]);
    const shown = renderRecord(reply.data);
    expect(shown).toMatch(/^2026-02-02 +3 +1 +1 +0 +0 +1 +1 +0\.2 /m);
    expect(shown).toContain('withdrawn, ruled out before the tip-off');
    const slack = visibleText(outcomeMessage(showRecord, reply, OPERATIONS).blocks);
    expect(slack).toContain('ANN CHA v HOU · OVER 21.5 at +120 (draftkings) · won, scored 30, +1.20 units');
  });

  test('has a rate with its interval from 20 decided picks on, and does not claim more than the interval', async () => {
    const players = Array.from({ length: 30 }, (_, index) => index);
    const { record } = await aLedger(
      players.map((index) => ({ date: '2026-02-04', player: `p${index}`, grade: index < 16 ? WON : LOST })),
    );
    const { message } = await record();
    expect(message).toContain('hit rate 53.3 %, 95 % interval 36.1 to 69.8 %');
    expect(message).toContain('so the record does not differ from chance yet');
  });
});

interface Recorded {
  readonly date: string;
  readonly player: string;
  readonly state?: 'published' | 'withdrawn';
  readonly grade?: typeof WON;
}

async function aLedger(picks: readonly Recorded[]) {
  const warehouse = await temporaryWarehouse();
  await fill(warehouse, picks);
  const folder = await mkdtemp(join(tmpdir(), 'tipoff-record-'));
  const { app, close } = createApp(
    { platform: 'embedded', dataFolder: folder },
    { log: silentLog, now: () => NOW, warehouse },
  );
  onTestFinished(async () => {
    await close();
    await rm(folder, { recursive: true });
  });
  const call = { input: { days: 30 }, actor: ANN, request: 'r1', progress: () => undefined };
  const record = async () => {
    const reply = await showRecord.run(app, call);
    if (reply.decision !== 'done') throw new Error(reply.message);
    return reply;
  };
  return { record };
}

async function fill(warehouse: Warehouse, picks: readonly Recorded[]): Promise<void> {
  const at = (date: string) => `${date}T23:00:00Z`;
  await fillTable(
    warehouse,
    publishedPicks,
    picks.map(({ date, player, state = 'published' }) => ({
      game_date: date,
      pick_id: player,
      game_id: 'g1',
      player_lookup: player,
      player_name: player.toUpperCase(),
      team: 'CHA',
      opponent: 'HOU',
      side: 'OVER',
      line: 21.5,
      bookmaker: 'draftkings',
      price: 120,
      probability: 0.52,
      expected_value: 0.144,
      predicted_points: 24.3,
      system_id: 'catboost_v9',
      batch_id: `b-${date}`,
      generation: 1,
      priced_at: at(date),
      shown_at: at(date),
      tipoff_at: at(date),
      recorded_at: at(date),
      state,
      is_sample: false,
    })),
  );
  await fillTable(
    warehouse,
    publishedPickGrades,
    picks.flatMap(({ date, player, grade }) =>
      grade === undefined ? [] : [{ game_date: date, pick_id: player, ...grade, grading_run: 1, graded_at: at(date) }],
    ),
  );
}
