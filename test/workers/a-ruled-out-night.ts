import { PredictionRequest } from '#src/pipeline/player/prediction-request.ts';
import type { Delivery, Queue } from '#src/platform/queue.ts';
import type { RecordSource } from '#src/platform/record-source.ts';
import { GAME_DATE } from '../pipeline/batch/an-open-batch.ts';
import { aPlayer } from '../pipeline/player/a-player.ts';

export const GAMES = 8;
export const EXPECTED = 136;
export const OUT = 17;
const WRITTEN = ['out', 'Out', 'OUT', ' Out '];

/** 136 players of eight games. The filter that drops ruled-out players was bypassed. */
export const players = Array.from({ length: EXPECTED }, (_, index) =>
  aPlayer(`player${index}`, { player_name: `Player ${index}`, game_id: `002250073${index % GAMES}` }),
);

/** The injury reports after the players were chosen: seventeen are out, in every spelling. */
export function injuryReport(): RecordSource {
  const columns = ['report_at', 'game_date', 'player_name', 'player_id', 'team', 'status', 'reason'];
  async function* records() {
    yield { line: 1, fields: columns };
    for (let index = 0; index < OUT; index += 1) {
      const status = WRITTEN[index % WRITTEN.length] ?? 'Out';
      const line = index + 2;
      const name = `Player ${index}`;
      yield { line, fields: ['2026-02-05T17:00:00Z', GAME_DATE, name, String(9000 + index), 'CHA', status, 'Injury'] };
    }
  }
  return { name: 'injuries.csv', records, sha256: () => 'reports' };
}

/** Counts the deliveries of each player, and adds one poison message. */
export function watched(queue: Queue): { queue: Queue; deliveries: Map<string, number> } {
  const deliveries = new Map<string, number>();
  const count = ({ body }: Delivery) => {
    const request = PredictionRequest.safeParse(JSON.parse(body));
    const player = request.success ? request.data.player_lookup : 'no player_lookup';
    deliveries.set(player, (deliveries.get(player) ?? 0) + 1);
  };
  const consume: Queue['consume'] = (handler) =>
    queue.consume((delivery) => {
      count(delivery);
      return handler(delivery);
    });
  return { queue: { ...queue, consume }, deliveries };
}
