import type { Job } from '../operations/app.ts';
import { recordPicks } from '../pipeline/ledger/record-picks.ts';

const CATCH_UP_MS = 10 * 60_000;

/** Records the picks of games that have tipped. A run after an outage records the games of every missed run. */
export const recordPublishedPicks: Job = {
  name: 'record-picks',
  summary: 'Record the picks that the channel showed at the tip-off of their game.',
  due: ['*/5 * * * *'],
  catchUpWithinMs: CATCH_UP_MS,
  async run(app) {
    const recorded = await recordPicks(app);
    return `Recorded ${recorded.toLocaleString('en-US')} published ${recorded === 1 ? 'pick' : 'picks'}.`;
  },
};
