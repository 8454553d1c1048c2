import type { Job } from '../operations/app.ts';
import { readSlateGames } from '../pipeline/batch/open-slate.ts';
import { defaultAsOf } from '../pipeline/dates/default-as-of.ts';
import { gameDateOf } from '../pipeline/dates/game-date.ts';
import { buildFeatures } from '../pipeline/features/build-features.ts';
import { instantFromDate } from '../platform/instant.ts';

const CATCH_UP_MS = 60 * 60_000;

/** Each batch builds fresh features itself. This job finds problems in the data half an hour before the runs, while people can repair them. */
export const buildTodaysFeatures: Job = {
  name: 'build-features',
  summary: "Build the features of today's games before the predictions need them.",
  due: ['0 2 * * *', '30 7 * * *', '30 12 * * *', '30 15 * * *'],
  catchUpWithinMs: CATCH_UP_MS,
  async run(app, due) {
    const gameDate = gameDateOf(due);
    const { games, lastTipoff } = await readSlateGames(app.warehouse, gameDate);
    if (games === 0) return `There are no games on ${gameDate}.`;
    const { total } = await buildFeatures(app, {
      from: gameDate,
      to: gameDate,
      asOf: instantFromDate(defaultAsOf(gameDate, lastTipoff, app.now())),
    });
    return `Built ${total.toLocaleString('en-US')} feature rows of ${games} games on ${gameDate}.`;
  },
};
