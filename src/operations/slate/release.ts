import * as z from 'zod';
import { nameOf } from '../../coordination/identity/actor.ts';
import { readBatchesOfDate } from '../../pipeline/batch/read-batches-of-date.ts';
import { releaseSlate } from '../../pipeline/batch/slate-hold.ts';
import { parseGameDate } from '../../pipeline/dates/game-date.ts';
import { Problem } from '../../platform/problem.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { GameDateText } from '../kit/input/game-date-text.ts';
import { leagueTimeSpan } from '../kit/league-time.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';
import { SlateHoldFacts } from './hold.ts';

const SlateReleaseInput = z.strictObject({
  date: GameDateText.describe('the game date: YYYY-MM-DD, yesterday, today or tomorrow'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'slate release': typeof SlateReleaseInput;
  }
}

export const releaseSlateOfDate = operation({
  name: 'slate release',
  summary: 'Publish the predictions of a held game date again. For people only.',
  input: SlateReleaseInput,
  output: SlateHoldFacts,
  positionals: ['date'],
  effect: 'approve',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  async run(app, { input, actor, request }) {
    const gameDate = parseGameDate(input.date, app.now());
    const auditContext = auditContextOfCall(app, { actor, request });
    const released = await releaseSlate({ store: app.store, auditContext }, { gameDate, by: nameOf(actor) });
    if (released === undefined) {
      const message = `The slate of ${gameDate} is not held, so there is nothing to release.`;
      throw new Problem({ code: 'not_held', message });
    }
    const { hold_id: _, ...data } = released;
    const lasted = leagueTimeSpan(released.held_at, await app.store.now());
    const unfinished = (await readBatchesOfDate(app.store, gameDate)).filter(
      ({ state }) => state !== 'done' && state !== 'failed',
    );
    for (const { batch_id } of unfinished) app.continueInBackground(app.runner.run(batch_id));
    const waited = unfinished.length === 0 ? 'No batch was waiting for it.' : 'Its open batch continues and publishes.';
    const message = `You released the slate of ${gameDate} after ${lasted}. ${waited}`;
    const next = unfinished.map(({ batch_id: id }) => nextStep('batch status', { id }, { why: 'See its progress.' }));
    return { decision: 'done', code: 'released', message, data, next };
  },
});
