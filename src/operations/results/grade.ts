import * as z from 'zod';
import { gameDateOf, parseGameDate } from '../../pipeline/dates/game-date.ts';
import { type GradedDate, gradeDate } from '../../pipeline/grading/grade-date.ts';
import { NightResults } from '../../pipeline/grading/night-results.ts';
import { Problem } from '../../platform/problem.ts';
import { recordChange } from '../kit/audit-context-of-call.ts';
import { GameDateText } from '../kit/input/game-date-text.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';
import { nightText } from './night-text.ts';

const GAMES_NAMED = 4;

const GRADED = { action: 'results.graded', subject: { kind: 'data', id: 'results' }, before: null } as const;

const ResultsGradeInput = z.strictObject({ date: GameDateText.describe('the game date: YYYY-MM-DD or yesterday') });

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'results grade': typeof ResultsGradeInput;
  }
}

export const gradeResults = operation({
  name: 'results grade',
  summary: 'Grade the predictions of a game date.',
  input: ResultsGradeInput,
  output: NightResults,
  positionals: ['date'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  async run(app, { input, ...caller }) {
    const gameDate = parseGameDate(input.date, app.now());
    if (gameDate > gameDateOf(app.now())) throw refused('future_date', notPlayed(gameDate));
    const night = nightOf(await gradeDate(app, gameDate), gameDate);
    await recordChange(app, caller, { ...GRADED, after: { game_date: gameDate } });
    const isComplete = night.games.open.length === 0;
    const next = isComplete
      ? []
      : [nextStep('results grade', { date: gameDate }, { why: 'Grade again when the other games have final scores.' })];
    return { decision: 'done', code: isComplete ? 'ok' : 'partial', message: nightText(night), data: night, next };
  },
});

function nightOf(graded: GradedDate, gameDate: string): NightResults {
  switch (graded.type) {
    case 'graded':
      return graded.night;
    case 'held':
      throw refused('grading_held', `${gameDate} is already being graded. Try again in a minute.`);
    case 'no-predictions':
      throw refused(
        'no_predictions',
        `There are no predictions for ${gameDate} to grade. Create them with \`tipoff batch start --date ${gameDate}\`. \`tipoff results show\` shows the newest graded date.`,
      );
    case 'no-lines':
      throw refused(
        'no_lines',
        `${gameDate} cannot be graded: no prediction for a finished game has a line. Import lines with \`tipoff import <folder>\`, then predict and grade the date again.`,
      );
    case 'no-final-game':
      throw refused('no_final_game', noFinalGame(gameDate, graded.open));
  }
}

function noFinalGame(gameDate: string, open: NightResults['games']['open']): string {
  const named = open.slice(0, GAMES_NAMED).map(({ game, reason }) => `${game} (${reason})`);
  const more = open.length > named.length ? [`${open.length - named.length} more`] : [];
  const games = [...named, ...more].join(', ');
  return `None of the ${open.length} games of ${gameDate} can be graded: ${games}. Import final scores and box scores with \`tipoff import <folder>\`, then run \`tipoff results grade ${gameDate}\` again.`;
}

function notPlayed(gameDate: string): string {
  return `${gameDate} is in the future. Grade a date after its games, such as the next morning.`;
}

function refused(code: string, message: string): Problem {
  return new Problem({ code, message });
}
