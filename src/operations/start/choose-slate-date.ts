import { daysBefore } from '../../pipeline/dates/game-date.ts';
import { Problem } from '../../platform/problem.ts';

/** Data that ends more than this many days before a slate says too little about its players. */
const MAX_GAP_DAYS = 10;

/** What is known about the dates of the schedule and of the data. All dates are New York dates. */
export interface KnownDates {
  readonly today: string;
  readonly gamesToday: number;
  /** The last date with games before today, and the next one after it; null if the schedule has none. */
  readonly before: string | null;
  readonly after: string | null;
  /** The last date with box scores, and the last one with lines; null if none were imported. */
  readonly lastPlayedDate: string | null;
  readonly lastLineDate: string | null;
}

export interface SlateDate {
  readonly gameDate: string;
  /** Says why the slate is not that of today; undefined for the slate of today. */
  readonly why?: string;
}

/**
 * Chooses the date to show: today, the next date with games, or the last date of a schedule that has ended. If the box
 * scores and lines end more than ten days before that date, nothing useful can be predicted for it. The last date that
 * has data is chosen instead. Throws a `Problem` if the schedule has no games, or if it is all that was imported.
 */
export function chooseSlateDate(known: KnownDates): SlateDate {
  const wanted = nearestSlate(known);
  if (wanted === undefined) {
    const message = 'The schedule has no games. Import one with `tipoff import <folder>`.';
    throw new Problem({ code: 'no_games', message });
  }
  const lastData = laterOf(known.lastPlayedDate, known.lastLineDate);
  if (lastData === null) {
    const message =
      'A schedule was imported, but no box scores and no lines, so nothing can be predicted. Import them with `tipoff import <folder>`.';
    throw new Problem({ code: 'no_data', message });
  }
  if (lastData >= daysBefore(wanted.gameDate, MAX_GAP_DAYS)) return wanted;
  const why = `The data ends on ${lastData}, more than ${MAX_GAP_DAYS} days before the slate of ${wanted.gameDate}. This is the slate of ${lastData}, the last date with box scores or lines. \`tipoff import <folder>\` imports newer data.`;
  return { gameDate: lastData, why };
}

function nearestSlate({ today, gamesToday, before, after }: KnownDates): SlateDate | undefined {
  if (gamesToday > 0) return { gameDate: today };
  if (after !== null) {
    const why = `There are no games today (${today}). This is the slate of ${after}, the next date with games.`;
    return { gameDate: after, why };
  }
  if (before === null) return undefined;
  const why = `The schedule ends before today (${today}). This is the slate of ${before}, its last date.`;
  return { gameDate: before, why };
}

/** Compares New York dates, which sort as texts. */
function laterOf(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
