import * as z from 'zod';
import { nameOf } from '../../coordination/identity/actor.ts';
import { readBatchesOfDate } from '../../pipeline/batch/read-batches-of-date.ts';
import { holdSlate } from '../../pipeline/batch/slate-hold.ts';
import { parseGameDate } from '../../pipeline/dates/game-date.ts';
import { quoteText } from '../../platform/printable.ts';
import { UserText } from '../../platform/user-text.ts';
import type { App } from '../app.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { GameDateText } from '../kit/input/game-date-text.ts';
import { reasonText } from '../kit/input/lock-reason.ts';
import { leagueTime } from '../kit/league-time.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';

/** The hold on a slate, as a reply shows it. */
export const SlateHoldFacts = z.object({
  game_date: z.string(),
  reason: UserText,
  held_by: UserText,
  held_at: z.string(),
});

export const holdSlateOfDate = operation({
  name: 'slate hold',
  summary: 'Publish no predictions of a game date until someone releases its slate. For people only.',
  input: z.strictObject({
    date: GameDateText.describe('the game date: YYYY-MM-DD, yesterday, today or tomorrow'),
    reason: reasonText('describe in a few words what is wrong with the slate').describe('why the slate is held'),
  }),
  output: SlateHoldFacts,
  positionals: ['date', 'reason'],
  effect: 'approve',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input, actor, request }) {
    const gameDate = parseGameDate(input.date, app.now());
    const auditContext = auditContextOfCall(app, { actor, request });
    const wanted = { hold_id: app.newId(), game_date: gameDate, reason: input.reason, by: nameOf(actor) };
    const { type, hold } = await holdSlate({ store: app.store, auditContext }, wanted);
    const { hold_id: _, ...data } = hold;
    const next = [nextStep('slate release', { date: gameDate }, { why: 'Publish again when the slate is right.' })];
    if (type === 'held-before') {
      const since = leagueTime(hold.held_at, await app.store.now());
      const message = `${hold.held_by} has held the slate of ${gameDate} since ${since}: ${quoteText(hold.reason)}. Nothing changed.`;
      return { decision: 'done', code: 'already_held', message, data, next };
    }
    const message = `You hold the slate of ${gameDate}. Batches continue, and nothing new is published until the slate is released.${await publishedSentence(app, gameDate)}`;
    return { decision: 'done', code: 'held', message, data, next };
  },
});

/** Names what the hold cannot stop: a batch that was sealed before, and predictions that are already published. */
async function publishedSentence({ store }: App, gameDate: string): Promise<string> {
  const batches = await readBatchesOfDate(store, gameDate);
  const sealed = batches.filter(({ state }) => state === 'consolidating').map(({ batch_id }) => batch_id);
  if (sealed.length > 0) return ` The hold does not stop ${sealed.join(', ')}, which is being published already.`;
  const hasRows = batches.some((batch) => batch.state === 'done' && batch.row_count > 0);
  return hasRows ? ' The predictions that are already published stay in the channel.' : '';
}
