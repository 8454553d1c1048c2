import { makeCalendar, type SampleGame } from './calendar.ts';
import { makeLeague, type SampleTeam } from './league.ts';
import type { SampleOptions } from './sample-options.ts';

/** What every row of the sample is made from. Games are not kept: each is simulated anew by who needs it. */
export interface Sample {
  readonly options: SampleOptions;
  readonly league: readonly SampleTeam[];
  readonly calendar: readonly SampleGame[];
}

export function makeSample(options: SampleOptions): Sample {
  const league = makeLeague(options);
  return { options, league, calendar: makeCalendar(options, league) };
}
