import type { Job } from '../operations/app.ts';
import { postTipOffCards } from '../pipeline/tip-off/post-tip-off.ts';

const CATCH_UP_MS = 5 * 60_000;

/** The job decides by the time at which it runs, so a run that was missed needs no repetition. */
export const postTipOff: Job = {
  name: 'post-tip-off',
  summary: 'Post what is ready 60 minutes before the first tip-off of a date, and say it again 15 minutes before it.',
  due: ['*/5 * * * *'],
  catchUpWithinMs: CATCH_UP_MS,
  async run(app) {
    const written = await postTipOffCards(app);
    if (written.length === 0) return 'No card of a first tip-off has to change.';
    return written.map(({ gameDate }) => `Posted the card of the first tip-off of ${gameDate}.`).join(' ');
  },
};
