import type { DayResults, HealthFacts, HealthProblem } from './daily-health.ts';

const HOUR_MS = 60 * 60_000;
/** Data arrives every night, so a whole day without an import is unusual. */
const IMPORT_WARNING_HOURS = 26;
const IMPORT_CRITICAL_HOURS = 50;
const UNMATCHED_WARNING = 5;
const UNMATCHED_CRITICAL = 20;
const PLAYERS_PER_GAME = 6;
/** Below this many decided picks, a hit rate says nothing. */
const MIN_DECIDED = 20;
const LOW_HIT_RATE = 0.5;

/**
 * Returns the problems of a morning, critical ones first. Policy:
 * - critical: games today and no predictions, no import for 50 hours, or more than 20 names without a player;
 * - warning: fewer than six predicted players per game, games of yesterday that are not graded, no import for 26 hours,
 *   more than five names without a player, fewer than half of more than 20 decided picks of the week won, or an
 *   incident that nobody has resolved.
 */
export function judgeHealth(facts: HealthFacts, now: Date): readonly HealthProblem[] {
  const problems = [
    ...tonightProblems(facts.today),
    ...importProblems(facts.imported_at, now),
    ...unmatchedProblems(facts.unmatched_names),
    ...gradingProblems(facts.yesterday),
    ...hitRateProblems(facts.week),
    ...facts.incidents.map((title) => warning(`Open incident: ${title}.`)),
  ];
  return problems.toSorted((a, b) => rank(a) - rank(b));
}

/** Returns the worst level of the problems. */
export function healthStatus(problems: readonly HealthProblem[]): 'healthy' | 'warning' | 'critical' {
  if (problems.some(({ level }) => level === 'critical')) return 'critical';
  return problems.length > 0 ? 'warning' : 'healthy';
}

function tonightProblems({ games, players }: HealthFacts['today']): readonly HealthProblem[] {
  if (games === 0) return [];
  if (players === 0)
    return [
      critical(
        `There ${games === 1 ? 'is 1 game' : `are ${games} games`} today and no predictions. Run \`tipoff batch start --date today\`.`,
      ),
    ];
  const expected = games * PLAYERS_PER_GAME;
  return players < expected ? [warning(`Only ${players} players are predicted; ${expected} are expected.`)] : [];
}

function importProblems(importedAt: string | null, now: Date): readonly HealthProblem[] {
  if (importedAt === null) return [critical('Nothing was ever imported. Run `tipoff import <folder>`.')];
  const hours = Math.floor((now.getTime() - Date.parse(importedAt)) / HOUR_MS);
  if (hours < IMPORT_WARNING_HOURS) return [];
  const sentence = `The last import was ${hours} hours ago. Put new files into the inbox, or run \`tipoff import <folder>\`.`;
  return [hours < IMPORT_CRITICAL_HOURS ? warning(sentence) : critical(sentence)];
}

function unmatchedProblems(names: number): readonly HealthProblem[] {
  if (names <= UNMATCHED_WARNING) return [];
  const sentence = `${names} names of the last seven days match no player. Assign them with \`tipoff players alias\`.`;
  return [names > UNMATCHED_CRITICAL ? critical(sentence) : warning(sentence)];
}

function gradingProblems({ game_date, open_games }: HealthFacts['yesterday']): readonly HealthProblem[] {
  if (open_games === 0) return [];
  const games = open_games === 1 ? '1 game is' : `${open_games} games are`;
  return [warning(`${games} not graded yet. \`tipoff results grade ${game_date}\` says why.`)];
}

function hitRateProblems(week: readonly DayResults[]): readonly HealthProblem[] {
  const won = week.reduce((sum, day) => sum + day.won, 0);
  const decided = week.reduce((sum, day) => sum + day.won + day.lost, 0);
  if (decided <= MIN_DECIDED || won / decided >= LOW_HIT_RATE) return [];
  return [warning(`Of the recommendations of the last seven days, ${won} of ${decided} won.`)];
}

function critical(sentence: string): HealthProblem {
  return { level: 'critical', sentence };
}

function warning(sentence: string): HealthProblem {
  return { level: 'warning', sentence };
}

function rank({ level }: HealthProblem): number {
  return level === 'critical' ? 0 : 1;
}
