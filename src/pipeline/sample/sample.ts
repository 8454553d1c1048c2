import { makeCalendar, type SampleGame } from './calendar.ts';
import { makeLeague, type SampleTeam } from './league.ts';
import type { SampleOptions } from './sample-options.ts';

/**
 * The data from which all rows of the sample league are generated. Box scores are not stored: each game is simulated
 * again when its rows are read.
 */
export interface Sample {
  readonly options: SampleOptions;
  readonly league: readonly SampleTeam[];
  readonly calendar: readonly SampleGame[];
}

export function makeSample(options: SampleOptions): Sample {
  const league = makeLeague(options);
  return { options, league, calendar: makeCalendar(options, league) };
}
