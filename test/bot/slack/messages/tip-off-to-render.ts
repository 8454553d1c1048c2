import type { TipOffCard, TipOffReminder } from '#src/pipeline/tip-off/tip-off-announcements.ts';
import { Instant } from '#src/platform/instant.ts';
import { RESULTS } from './announcements-to-render.ts';

const FACTS = {
  game_date: '2026-02-05',
  first_tipoff_at: Instant.parse('2026-02-06T00:00:00.000000Z'),
  games: [
    {
      game_id: 'g1',
      home_team: 'BOS',
      away_team: 'NYK',
      tipoff_at: Instant.parse('2026-02-06T00:00:00.000000Z'),
    },
    { game_id: 'g2', home_team: 'LAL', away_team: 'DEN', tipoff_at: null },
  ],
  problems: [],
  batch_id: 'b-2026-02-05-1',
  predictions: 1234,
  players: 150,
  picks: RESULTS.picks,
  ruled_out: [{ player_name: 'Ann Lee', team: 'BOS' }],
  missing: 0,
  failed: 2,
  required_fix: { state: 'unknown' as const, why: 'Tipoff does not see which commits the services run' },
};

export const TIP_OFF: TipOffCard = {
  type: 'tip-off',
  stage: '60-minutes',
  written_at: Instant.parse('2026-02-05T23:00:04.000000Z'),
  moved_from: null,
  ...FACTS,
};

export const TIP_OFF_NOT_READY: TipOffCard = {
  ...TIP_OFF,
  problems: [
    { finding: 'No batch has predicted this date.', way_out: '`tipoff batch start --date 2026-02-05` predicts it.' },
  ],
  batch_id: null,
  predictions: 0,
  players: 0,
  picks: null,
  ruled_out: [],
  failed: 0,
};

export const TIP_OFF_REMINDER: TipOffReminder = {
  type: 'tip-off-reminder',
  ...FACTS,
  written_at: Instant.parse('2026-02-05T23:45:03.000000Z'),
};
