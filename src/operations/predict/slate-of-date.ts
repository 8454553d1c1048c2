import { readBatchesOfDate } from '../../pipeline/batch/read-batches-of-date.ts';
import { playersOf } from '../../pipeline/player/player-document.ts';
import type { App } from '../app.ts';
import type { SlateOfPlayers } from './find-player.ts';

/** The slate of a game date: the players of its newest batch. */
export function slateOfDate({ store }: Pick<App, 'store'>, gameDate: string): SlateOfPlayers {
  return {
    gameDate,
    readPlayers: async () => {
      const batches = await readBatchesOfDate(store, gameDate);
      const newest = batches.toSorted((a, b) => b.start_time.localeCompare(a.start_time))[0];
      if (newest === undefined) return;
      const players = await store.query(playersOf(newest.batch_id), {});
      return players.length === 0 ? undefined : new Set(players.map(({ data }) => data.player_lookup));
    },
  };
}
