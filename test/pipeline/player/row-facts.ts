import type { RowFacts } from '#src/pipeline/player/row-facts.ts';

/** An actionable row, with these facts changed. */
export function rowFacts(changed: Partial<RowFacts>): RowFacts {
  return {
    playerLookup: 'cobywhite',
    opponent: 'HOU',
    recommendation: 'OVER',
    line: 20,
    edge: 5,
    confidence: 80,
    quality: 95,
    season: 20,
    lastFive: 20,
    featureSource: 'this_season',
    injuryStatus: undefined,
    ...changed,
  };
}
