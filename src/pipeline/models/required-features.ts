import type * as z from 'zod';
import type { FeatureName } from '../features/feature-names.ts';
import type { Absent, ModelInput } from './model.ts';

/** The names of features in older feature vectors, each with its current name (domain notes 1.0). */
const OLDER_NAMES: readonly (readonly [older: string, name: FeatureName])[] = [
  ['is_home', 'home_away'],
  ['opponent_def_rating_last_15', 'opponent_def_rating'],
  ['opponent_pace_last_15', 'opponent_pace'],
  ['team_pace_last_10', 'team_pace'],
  ['team_off_rating_last_10', 'team_off_rating'],
  ['games_played_last_7_days', 'games_in_last_7_days'],
  ['paint_rate_last_10', 'pct_paint'],
  ['mid_range_rate_last_10', 'pct_mid_range'],
  ['three_pt_rate_last_10', 'pct_three'],
];

type Features = ModelInput['features'];

/**
 * Returns the values of the features that a model needs, by name, so that the version, length and order of the vector
 * do not matter. Returns `Absent` with the names of the features that are missing, NaN or infinite. A default in
 * `needed` replaces a missing feature, but not a feature that is NaN or infinite.
 */
export function requiredFeatures<T>(needed: z.ZodType<T>, features: Features): T | Absent {
  const named = withCurrentNames(features);
  const parsed = needed.safeParse(named);
  if (parsed.success) return parsed.data;
  return unusableFeatures(
    parsed.error.issues.map(({ path }) => String(path[0])),
    named,
  );
}

/**
 * Renames features of older feature vectors to their current names. If both names are present, the value of the current
 * name is used.
 */
export function withCurrentNames(features: Features): Features {
  const renamed: Record<string, number> = {};
  for (const [older, name] of OLDER_NAMES) {
    const value = features[older];
    if (value !== undefined && features[name] === undefined) renamed[name] = value;
  }
  return Object.keys(renamed).length === 0 ? features : { ...features, ...renamed };
}

/**
 * Returns the reason why a model cannot run on these features, such as `it lacks fatigue_score and pace_score;
 * home_away is NaN`.
 */
export function unusableFeatures(names: readonly string[], features: Features): Absent {
  const missing = names.filter((name) => features[name] === undefined);
  const broken = names.filter((name) => features[name] !== undefined);
  const parts = [
    ...(missing.length === 0 ? [] : [`it lacks ${listed(missing)}`]),
    ...broken.map((name) => `${name} is ${Number.isNaN(features[name]) ? 'NaN' : 'infinite'}`),
  ];
  return { absent: parts.join('; ') };
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length === 1 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
