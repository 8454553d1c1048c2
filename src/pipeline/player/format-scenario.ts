import type { RowFacts } from './row-facts.ts';

const LOW_EDGE_BELOW = 3;
const HIGH_EDGE = 5;
const ULTRA_HIGH_EDGE = 7;
const LOW_LINE_OVER_BELOW = 12;
const LOW_LINE_UNDER_BELOW = 15;
const HIGH_LINE = 25;
const SAFE_LINE = 20;
/**
 * The players whose UNDER picks have lost too often. The reference system's list misspells LaMelo Ball; this list does
 * not.
 */
const BLACKLIST: ReadonlySet<string> = new Set([
  'lukadoncic',
  'juliusrandle',
  'jarenjacksonjr',
  'lameloball',
  'dillonbrooks',
  'michaelporterjr',
]);
/** The opponents against whom UNDER picks have lost too often. */
const RISKY_OPPONENTS: ReadonlySet<string> = new Set(['PHI', 'MIN', 'DET', 'MIA', 'DEN']);

export interface Scenario {
  readonly category: ScenarioCategory;
  /** The yes-or-no values that decided the scenario category of a prediction row; null for a player without a line. */
  readonly flags: ScenarioFlags | null;
}

type ScenarioCategory = 'unknown' | 'low_edge' | OverScenario | UnderScenario | 'non_actionable';
type OverScenario = 'optimal_over' | 'ultra_high_edge_over' | 'high_edge_over' | 'standard_over';
type UnderScenario = 'anti_under_low_line' | 'optimal_under' | 'under_safe' | 'under_risky' | 'standard_under';

interface ScenarioFlags {
  readonly edge: number;
  readonly line: number;
  readonly blacklisted: boolean;
  readonly risky_opponent: boolean;
}

/**
 * Returns the scenario category of a prediction row. A category groups picks whose hit rates were similar in the past
 * (domain notes 1.11).
 */
export function scenarioOf({ line, edge, recommendation, playerLookup, opponent }: RowFacts): Scenario {
  if (line === null || edge === null) return { category: 'unknown', flags: null };
  const flags = {
    edge,
    line,
    blacklisted: BLACKLIST.has(playerLookup),
    risky_opponent: RISKY_OPPONENTS.has(opponent),
  };
  return { category: categoryOf(flags, recommendation), flags };
}

function categoryOf(flags: ScenarioFlags, recommendation: RowFacts['recommendation']): ScenarioCategory {
  if (flags.edge < LOW_EDGE_BELOW) return 'low_edge';
  if (recommendation === 'OVER') return overOf(flags);
  return recommendation === 'UNDER' ? underOf(flags) : 'non_actionable';
}

function overOf({ line, edge }: ScenarioFlags): OverScenario {
  if (line < LOW_LINE_OVER_BELOW && edge >= HIGH_EDGE) return 'optimal_over';
  if (edge >= ULTRA_HIGH_EDGE) return 'ultra_high_edge_over';
  return edge >= HIGH_EDGE ? 'high_edge_over' : 'standard_over';
}

function underOf({ line, blacklisted, risky_opponent }: ScenarioFlags): UnderScenario {
  if (line < LOW_LINE_UNDER_BELOW) return 'anti_under_low_line';
  if (line >= HIGH_LINE && !blacklisted) return 'optimal_under';
  if (blacklisted || risky_opponent) return 'under_risky';
  return line >= SAFE_LINE ? 'under_safe' : 'standard_under';
}
