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

/** Every feature version has these first features; later versions append. */
const BASE_FEATURES = 25;
/** Later features are never required: a model that needs one is absent, and the others predict. */
const REQUIRED_FEATURES = featuresOf('v2_37features');
const COUNT_IN_VERSION = /(\d+)features/;

type QualitySkip = 'missing_features' | 'invalid_features' | 'quality_too_low';

export type Quality =
  | { readonly verdict: 'predict' }
  | { readonly verdict: 'skip'; readonly reason: QualitySkip; readonly detail: string };

type GateInput = Pick<PlayerInput, 'feature_version' | 'features' | 'quality_score' | 'quality_by_category'>;

/**
 * Decides whether a player's data is good enough to predict from. Each of the first 37 features that the row's version promises is required,
 * except the optional ones; none is replaced by zero. The floors hold in every mode, so no mode lets bad data through (RT-26, 27, 28). An
 * unknown mode throws, so that a broken gate predicts nothing (RT-29).
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
    return skip('quality_too_low', `red alert: quality ${quality_score} of ${RED_ALERT}`);
  const low = Object.entries(CATEGORY_FLOORS)
    .map(([category, floor]) => ({ category, floor, share: quality_by_category[category] }))
    .find(({ share, floor }) => share === undefined || !(share >= floor));
  if (low === undefined) return undefined;
  return skip('quality_too_low', `${low.category} ${low.share ?? 'unknown'} of ${low.floor} in every mode`);
}

function belowMode(quality: number, { mode, least }: { mode: RunMode; least: number }): Quality {
  if (quality >= least) return { verdict: 'predict' };
  return skip('quality_too_low', `quality ${quality} of ${least} in mode ${mode}`);
}

function skip(reason: QualitySkip, detail: string): Quality {
  return { verdict: 'skip', reason, detail };
}
