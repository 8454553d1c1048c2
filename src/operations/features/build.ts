import * as z from 'zod';
import { parseGameDate } from '../../pipeline/dates/game-date.ts';
import { buildFeatures } from '../../pipeline/features/build-features.ts';
import { recordChange } from '../kit/audit-context-of-call.ts';
import { dateRange } from '../kit/date-range.ts';
import { GameDateText } from '../kit/input/game-date-text.ts';
import { operation } from '../kit/operation.ts';

const BUILT = { action: 'features.built', subject: { kind: 'data', id: 'features' }, before: null } as const;

const FeaturesBuildInput = z.strictObject({
  date: GameDateText.optional().describe('the game date; default: all dates'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'features build': typeof FeaturesBuildInput;
  }
}

export const buildFeatureStore = operation({
  name: 'features build',
  summary: 'Build the features of one or all game dates.',
  input: FeaturesBuildInput,
  output: z.object({
    from: z.string(),
    to: z.string(),
    dates: z.number(),
    games: z.number(),
    rows: z.number(),
    with_line: z.number(),
    seconds: z.number(),
  }),
  positionals: ['date'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  onInterrupt: 'The features of each date are either rebuilt or unchanged.',
  async run(app, { input, progress, ...caller }) {
    const startedAt = app.now().getTime();
    const gameDate = input.date === undefined ? undefined : parseGameDate(input.date, app.now());
    const range = await dateRange(app, gameDate);
    progress(`Building the features of ${gameDate ?? `${range.from} to ${range.to}`}`);
    const { dates, games, total, with_line } = await buildFeatures(app, range);
    await recordChange(app, caller, { ...BUILT, after: { ...range, rows: total } });
    const data = { ...range, dates, games, rows: total, with_line, seconds: (app.now().getTime() - startedAt) / 1000 };
    const when = dates === 1 ? range.from : `${dates} dates`;
    const message = `Built the features of ${games} games on ${when}: ${total.toLocaleString('en-US')} rows, one per player and game.`;
    return { decision: 'done', code: total === 0 ? 'no_games' : 'ok', message, data, next: [] };
  },
});
