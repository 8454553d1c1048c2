import { FEATURE_NAMES, type FeatureName, featuresOf } from '../features/feature-names.ts';
import type { PlayerInput } from './player-input.ts';
import {
  BINARY_FEATURES,
  CATEGORY_FLOORS,
  FEATURE_RANGES,
  LEAST_QUALITY,
  OPTIONAL_FEATURES,
  RED_ALERT,
} from './quality-modes.ts';
import type { RunMode } from './run-mode.ts';

/** The number of features that every feature version contains. Later versions only append features. */
const BASE_FEATURES = 25;
/**
 * The number of features that the quality gate may require. If a feature after the first 37 is missing, only the models
 * that need it make no prediction.
 */
const REQUIRED_FEATURES = featuresOf('v2_37features');
const COUNT_IN_VERSION = /(\d+)features/;

type QualitySkip = 'missing_features' | 'invalid_features' | 'quality_too_low';

export type Quality =
  | { readonly verdict: 'predict' }
  | { readonly verdict: 'skip'; readonly reason: QualitySkip; readonly detail: string };

type GateInput = Pick<PlayerInput, 'feature_version' | 'features' | 'quality_score' | 'quality_by_category'>;

/**
 * Decides whether a player's data is good enough for a prediction. Of the first 37 features, a row must contain all
 * that its feature version has, except the optional ones. Zero never replaces a missing feature. The minimum for each
 * category holds in every run mode. An unknown mode throws, so that a wrong configuration never leads to predictions.
 */
export function checkQuality(input: GateInput, mode: RunMode): Quality {
  const least: number | undefined = LEAST_QUALITY[mode];
  if (least === undefined) throw new Error(`The mode ${mode} has no minimum quality`);
  return missing(input) ?? invalid(input) ?? belowFloor(input) ?? belowMode(input.quality_score, { mode, least });
}

function missing({ features, feature_version }: GateInput): Quality | undefined {
  const absent = requiredFeatures(feature_version).filter((name) => features[name] === undefined);
  return absent.length === 0 ? undefined : skip('missing_features', absent.join(', '));
}

function requiredFeatures(version: string): readonly FeatureName[] {
  const promised = Number(COUNT_IN_VERSION.exec(version)?.[1] ?? FEATURE_NAMES.length);
  const names = REQUIRED_FEATURES.slice(0, Math.max(promised, BASE_FEATURES));
  return names.filter((name) => !OPTIONAL_FEATURES.includes(name));
}

function invalid({ features }: GateInput): Quality | undefined {
  const wrong = FEATURE_NAMES.flatMap((name) => {
    const value = features[name];
    return value === undefined || isPossible(name, value) ? [] : [`${name} = ${value}`];
  });
  return wrong.length === 0 ? undefined : skip('invalid_features', wrong.join(', '));
}

function isPossible(name: FeatureName, value: number): boolean {
  if (BINARY_FEATURES.includes(name)) return value === 0 || value === 1;
  const [least, most] = FEATURE_RANGES[name] ?? [-Number.MAX_VALUE, Number.MAX_VALUE];
  return value >= least && value <= most;
}

function belowFloor({ quality_score, quality_by_category }: GateInput): Quality | undefined {
  if (!(quality_score >= RED_ALERT))
    return skip(
      'quality_too_low',
      `the quality score ${quality_score} is below ${RED_ALERT}, the minimum in every mode`,
    );
  const low = Object.entries(CATEGORY_FLOORS)
    .map(([category, floor]) => ({ category, floor, share: quality_by_category[category] }))
    .find(({ share, floor }) => share === undefined || !(share >= floor));
  if (low === undefined) return undefined;
  return skip(
    'quality_too_low',
    `the quality of the ${low.category} features is ${low.share ?? 'unknown'}, and every run mode needs at least ${low.floor} percent`,
  );
}

function belowMode(quality: number, { mode, least }: { mode: RunMode; least: number }): Quality {
  if (quality >= least) return { verdict: 'predict' };
  return skip('quality_too_low', `the quality score ${quality} is below ${least}, the minimum in mode ${mode}`);
}

function skip(reason: QualitySkip, detail: string): Quality {
  return { verdict: 'skip', reason, detail };
}
