import type { SlatePick } from '#src/pipeline/pricing/slate-picks.ts';

export const DATE = '2026-02-05';
export const GAME = 'g1';
export const OTHER_GAME = 'g2';
/** 7 PM in New York. */
const TIPOFF = '2026-02-06T00:00:00Z';

/** A time of the evening of the game date, in New York. */
export const evening = (time: string) => new Date(`2026-02-05T${time}:00-05:00`).toISOString();

export function aPick(player: string, changed: Partial<SlatePick> = {}): SlatePick {
  return {
    player_lookup: player,
    player_name: player.toUpperCase(),
    team: 'CHA',
    opponent: 'HOU',
    game_id: GAME,
    tipoff_at: TIPOFF,
    system_id: 'catboost_v9',
    predicted_points: 24.3,
    side: 'OVER',
    line: 21.5,
    bookmaker: 'draftkings',
    price: 120,
    probability: 0.52,
    value: 0.144,
    priced_at: evening('17:00'),
    ...changed,
  };
}
