import * as z from 'zod';
import { partialReason } from '../../pipeline/batch/partial-reason.ts';
import { readNewestDoneBatch } from '../../pipeline/batch/read-batch.ts';
import { PlayerContext, readSlateContexts } from '../../pipeline/context/player-context.ts';
import { parseGameDate } from '../../pipeline/dates/game-date.ts';
import { readHeadlineModel } from '../../pipeline/headline/headline-model.ts';
import { PricedPlayer, readPricedPlayers } from '../../pipeline/pricing/priced-player.ts';
import { countSlate, PLAYERS_A_SLATE_PAGE, readSlate, SlateRow } from '../../pipeline/results/read-slate.ts';
import { FailedCheck } from '../../pipeline/slate-checks/check-result.ts';
import { GameDateText } from '../kit/input/game-date-text.ts';
import { wholeNumber } from '../kit/input/whole-number.ts';
import { nextStep } from '../kit/next-step.ts';
import { type NextStep, operation } from '../kit/operation.ts';

const PredictSlateInput = z.strictObject({
  date: GameDateText.default('today').describe('the game date: YYYY-MM-DD, yesterday, today or tomorrow'),
  page: wholeNumber({ what: 'a page', min: 1, max: 1_000, works: 'write a whole number from 1 to 1000' })
    .default(1)
    .describe(`the page of ${PLAYERS_A_SLATE_PAGE} players; default: 1`),
  models: z.boolean().optional().describe('compare the models'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'predict slate': typeof PredictSlateInput;
  }
}

export const showSlate = operation({
  name: 'predict slate',
  summary: "Show a date's predictions.",
  input: PredictSlateInput,
  output: z.object({
    game_date: z.string(),
    players: z.number(),
    rows: z.number(),
    /** The number of rows that were written after the tip-off of their game. They never count as published picks. */
    backfilled: z.number(),
    page: z.number(),
    pages: z.number(),
    /** The id of the model that gives the projections of the date. */
    headline_model: z.string(),
    predictions: z.array(SlateRow),
    /** What a transport shows of each player: the headline projection alone, or that of every model. */
    shows: z.enum(['projections', 'models']),
    /** The checks of the slate that failed when the newest batch of the date ended. */
    failed_checks: z.array(FailedCheck).readonly(),
    /** The probabilities and the pick of each player on the page. */
    priced: z.array(PricedPlayer),
    /** The game, the newest injury report and the last games of each player on the page. */
    contexts: z.array(PlayerContext),
  }),
  positionals: ['date'],
  effect: 'read',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  async run(app, { input }) {
    const game_date = parseGameDate(input.date, app.now());
    const { page, models } = input;
    const shows = models === true ? ('models' as const) : ('projections' as const);
    const headline_model = await readHeadlineModel(app, game_date);
    const { counts, predictions } = await app.largeReads(async () => ({
      counts: await countSlate(app.warehouse, game_date),
      predictions: await readSlate(app.warehouse, { gameDate: game_date, headlineModel: headline_model, page }),
    }));
    const [priced, contexts] = await Promise.all([
      readPricedPlayers(app, game_date, predictions),
      readSlateContexts(app, game_date, predictions),
    ]);
    const { player_count: players, row_count: rows, backfill_count: backfilled } = counts;
    const pages = Math.max(1, Math.ceil(players / PLAYERS_A_SLATE_PAGE));
    const batch = await readNewestDoneBatch(app.store, game_date);
    const failed_checks = batch?.failed_checks ?? [];
    const counted = { players, rows, backfilled, page, pages };
    const data = {
      game_date,
      ...counted,
      headline_model,
      shows,
      predictions,
      failed_checks,
      priced: [...priced],
      contexts: [...contexts],
    };
    if (players > 0) {
      const total = `${rows.toLocaleString('en-US')} predictions for ${players} players on ${game_date}.${backfillText(data)}`;
      const shown = pages === 1 ? total : `${total} This is page ${page} of ${pages}.`;
      const message = batch?.result === 'partial' ? `${shown} ${partialReason(batch)}` : shown;
      return { decision: 'done', code: 'ok', message, data, next: nextPage(game_date, page, pages) };
    }
    const next = [nextStep('batch start', { date: game_date }, { why: 'Predict that date.' })];
    return { decision: 'done', code: 'empty', message: `There are no predictions for ${game_date}.`, data, next };
  },
});

function backfillText({ rows, backfilled }: { readonly rows: number; readonly backfilled: number }): string {
  if (backfilled === 0) return '';
  const part = rows === backfilled ? 'They' : `${backfilled.toLocaleString('en-US')} of them`;
  return ` ${part} are a backfill: they were made after the tip-off and never count as published picks.`;
}

function nextPage(date: string, page: number, pages: number): readonly NextStep[] {
  return page < pages ? [nextStep('predict slate', { date, page: page + 1 }, { why: 'See the next players.' })] : [];
}
