import * as z from 'zod';
import { partialReason } from '../../pipeline/batch/partial-reason.ts';
import { readNewestDoneBatch } from '../../pipeline/batch/read-batch.ts';
import { parseGameDate } from '../../pipeline/dates/game-date.ts';
import { FailedCheck } from '../../pipeline/slate-checks/check-result.ts';
import { countedText } from '../kit/count-text.ts';
import { GameDateText } from '../kit/input/game-date-text.ts';
import { text } from '../kit/input/text.ts';
import { nextStep } from '../kit/next-step.ts';
import { type NextStep, operation } from '../kit/operation.ts';
import { fittingItems, PageCursor, PageLimit } from '../kit/page.ts';
import { readSlatePage, type SlatePage } from './read-slate-page.ts';
import { SlatePlayer } from './slate-player.ts';

const PLAYERS_SHOWN = 20;
const MAX_NAME = 60;
const TeamName = text({ what: 'a team', maxLength: MAX_NAME, works: 'write the abbreviation, such as LAL' });
const GameName = text({ what: 'a game', maxLength: MAX_NAME, works: 'write the two teams, such as "LAL PHI"' });
const ModelName = text({
  what: 'a model',
  maxLength: MAX_NAME,
  works: 'write the id of a model, such as moving_average',
});

const PredictSlateInput = z.strictObject({
  date: GameDateText.default('today').describe('the game date: YYYY-MM-DD, yesterday, today or tomorrow'),
  team: TeamName.optional().describe('such as LAL'),
  game: GameName.optional().describe('such as "LAL PHI"'),
  model: ModelName.optional().describe('show its projections'),
  picks_only: z.boolean().optional().describe('best pick first'),
  top: PageLimit.optional().describe('only the first ones'),
  models: z.boolean().optional().describe('compare the models'),
  limit: PageLimit.default(PLAYERS_SHOWN).describe('rows per reply'),
  cursor: PageCursor,
});
type PredictSlateInput = z.infer<typeof PredictSlateInput>;

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'predict slate': typeof PredictSlateInput;
  }
}

export const showSlate = operation({
  name: 'predict slate',
  summary: "Show a date's projections and picks, largest edge first.",
  input: PredictSlateInput,
  output: z.object({
    game_date: z.string(),
    /** The players of the page: the largest edge first, or with `picks_only` the largest expected value first. */
    predictions: z.array(SlatePlayer),
    /** The number of players and of prediction rows of the whole slate. */
    players: z.number(),
    rows: z.number(),
    /** The number of rows that were written after the tip-off of their game. They never count as published picks. */
    backfilled: z.number(),
    /** The number of players that match the filters. */
    matching: z.number(),
    /** The number of matching players before this page. */
    cursor: z.number(),
    /** The id of the batch that published the slate; null without one. */
    batch_id: z.string().nullable(),
    /** The id of the model that gives the headline projections of the date. */
    headline_model: z.string(),
    /** What a transport shows of each player: the headline projection alone, or that of every model. */
    shows: z.enum(['projections', 'models']),
    /** The checks of the slate that failed when the newest batch of the date ended. */
    failed_checks: z.array(FailedCheck).readonly(),
  }),
  positionals: ['date'],
  effect: 'read',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  sizedBy: ['top', 'limit'],
  async run(app, { input }) {
    const gameDate = parseGameDate(input.date, app.now());
    const { team, game, model, models, cursor } = input;
    const page = await readSlatePage(app, {
      ...{ gameDate, team, game, model, models, picksOnly: input.picks_only },
      ...{ skip: cursor, limit: input.top ?? input.limit },
    });
    const batch = await readNewestDoneBatch(app.store, gameDate);
    const shown = fittingItems(page.shown);
    const { players, rows, backfilled, matching, headlineModel } = page;
    const data = {
      game_date: gameDate,
      predictions: [...shown],
      ...{ players, rows, backfilled, matching, cursor },
      batch_id: batch?.batch_id ?? null,
      headline_model: headlineModel,
      shows: models === true ? ('models' as const) : ('projections' as const),
      failed_checks: batch?.failed_checks ?? [],
    };
    if (players === 0) {
      const next = [nextStep('batch start', { date: gameDate }, { why: 'Predict that date.' })];
      return { decision: 'done', code: 'empty', message: `There are no predictions for ${gameDate}.`, data, next };
    }
    const partial = batch?.result === 'partial' ? ` ${partialReason(batch)}` : '';
    const message = `${totalText(gameDate, page)} ${pageText(input, page, shown.length)}${partial}`.trim();
    return {
      decision: 'done',
      code: 'ok',
      message,
      data,
      next: nextPage({ ...input, date: gameDate }, page, shown.length),
    };
  },
});

function totalText(gameDate: string, { rows, players, backfilled }: SlatePage): string {
  const total = `${countedText(rows, 'prediction')} for ${countedText(players, 'player')} on ${gameDate}.`;
  if (backfilled === 0) return total;
  const part = rows === backfilled ? 'They' : `${backfilled.toLocaleString('en-US')} of them`;
  return `${total} ${part} are a backfill: they were made after the tip-off and never count as published picks.`;
}

/** Says which players the page has. A page with every player of the slate needs no text. */
function pageText(input: PredictSlateInput, { matching, players }: SlatePage, shown: number): string {
  const { cursor, picks_only, team, game, model } = input;
  const isFiltered = picks_only === true || [team, game, model].some((filter) => filter !== undefined);
  const what = picks_only === true ? countedText(matching, 'pick') : countedText(matching, 'player');
  const match = isFiltered ? `${what} ${matching === 1 ? 'matches' : 'match'}.` : '';
  if (shown === matching || shown === 0) return shown === players ? '' : match;
  const order = picks_only === true ? 'the largest expected value' : 'the largest edge';
  return `${match} Shown are ${cursor + 1} to ${cursor + shown}, ${order} first.`.trim();
}

function nextPage(input: PredictSlateInput, { matching }: SlatePage, shown: number): readonly NextStep[] {
  const cursor = input.cursor + shown;
  if (shown === 0 || cursor >= matching || input.top !== undefined) return [];
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  return [nextStep('predict slate', { ...given, date: input.date, cursor }, { why: 'See the next players.' })];
}
