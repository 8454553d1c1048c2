import { fileURLToPath } from 'node:url';
import { FEATURE_NAMES } from '#src/pipeline/features/feature-names.ts';
import type { Model, ModelInput, PastGame } from '#src/pipeline/models/model.ts';
import { loadModels } from '#src/pipeline/models/registry.ts';
import { runModels } from '#src/pipeline/models/run-models.ts';
import { UNKNOWN_BUILD } from '#src/pipeline/player/format-provenance.ts';
import { formatRows } from '#src/pipeline/player/format-rows.ts';
import { filesBelow } from '#src/platform/embedded/files-below.ts';
import type { Bench, Measure } from './measure.ts';
import { timed } from './measure.ts';

const FILES = fileURLToPath(new URL('../models', import.meta.url));
const SMALL = 10_000;
const LARGE = 100_000;
const ROUNDS = 5;
const MICROS_A_SECOND = 1_000_000;

const LIMIT_LOAD_SECONDS = 0.2;
const LIMIT_PLAYER_MICROS = 100;
const LIMIT_ROWS_SECONDS = 1;
const LIMIT_RATIO = 10.5;

/** Runs all models on players that every model can predict. */
export const bench: Bench = {
  name: 'models',
  async run() {
    const load = await timed(() => loadModels(filesBelow(FILES)));
    const models = load.result;
    const inputs = players(SMALL, models);
    predictAll(models, inputs);
    const one = medianMicros(models, inputs);
    const small = await medianSeconds(() => predictAll(models, inputs));
    const large = await timed(() => {
      for (let times = 0; times < LARGE / SMALL; times += 1) predictAll(models, inputs);
    });
    const rows = await medianSeconds(() => formatAll(models, inputs));
    return [
      { name: `load all ${models.length} models`, value: load.seconds, unit: 's', limit: LIMIT_LOAD_SECONDS },
      { name: 'all models for one player, p50', value: one, unit: 'µs', limit: LIMIT_PLAYER_MICROS },
      { name: 'all models for 10,000 players', value: small, unit: 's', limit: LIMIT_ROWS_SECONDS },
      { name: 'all models for 10,000 players, with formatted rows', value: rows, unit: 's' },
      {
        name: '100,000 players, relative to 10,000',
        value: large.seconds / small,
        unit: 'times',
        limit: LIMIT_RATIO,
      },
    ] satisfies Measure[];
  },
};

/** Throws when a model has not predicted every player, so that the bench never measures skipped work. */
function predictAll(models: readonly Model[], inputs: readonly ModelInput[]): void {
  let predictions = 0;
  for (const input of inputs) predictions += runModels(models, input).results.length;
  if (predictions !== models.length * inputs.length)
    throw new Error(`only ${predictions} predictions by ${models.length} models for ${inputs.length} players`);
}

async function medianSeconds(work: () => void): Promise<number> {
  const seconds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) seconds.push((await timed(work)).seconds);
  return seconds.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
}

function medianMicros(models: readonly Model[], inputs: readonly ModelInput[]): number {
  const micros = inputs.map((input) => {
    const start = performance.now();
    runModels(models, input);
    return ((performance.now() - start) * MICROS_A_SECOND) / 1000;
  });
  return micros.toSorted((a, b) => a - b)[Math.floor(micros.length / 2)] ?? Number.NaN;
}

function formatAll(models: readonly Model[], inputs: readonly ModelInput[]): void {
  let characters = 0;
  for (const input of inputs) {
    const { results } = runModels(models, input);
    characters += formatRows(
      {
        batchId: 'bench',
        injuryStatus: undefined,
        mode: 'RETRY',
        player: {
          player_lookup: 'cobywhite',
          player_name: 'Coby White',
          team: 'CHA',
          opponent: 'HOU',
          game_id: '0022500733',
          generation: 1,
        },
        input: {
          feature_version: 'v2_39features',
          features: input.features,
          quality_score: input.quality,
          quality_by_category: {},
          days_rest: 1,
          last_season_features: [],
          assumed_features: [],
          line: input.line ?? null,
          line_source: 'draftkings',
          history: { points: [], opponent_tier: [], days_rest: [], is_home: [], recent_form: [] },
        },
        build: UNKNOWN_BUILD,
      },
      results,
    ).length;
  }
  if (characters < inputs.length * models.length) throw new Error('rows are missing');
}

/** Different players with every feature that any model needs. They are the same in every run. */
function players(count: number, models: readonly Model[]): readonly ModelInput[] {
  const names = new Set([...FEATURE_NAMES, ...models.flatMap(({ artifact }) => artifact?.features ?? [])]);
  let state = 1;
  const next = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  return Array.from({ length: count }, () => {
    const features = Object.fromEntries([...names].map((name) => [name, next() * 10]));
    const mean = 5 + 25 * next();
    return {
      features: {
        ...features,
        points_avg_season: mean,
        points_avg_last_10: mean + next(),
        points_avg_last_5: mean + next(),
        home_away: 1,
        opponent_def_rating: 112,
      },
      quality: 95,
      daysRest: 1,
      line: Math.round(mean) + 0.5,
      history: Array.from({ length: 30 }, () => pastGame(Math.round(mean + 10 * (next() - 0.5)))),
    };
  });
}

function pastGame(points: number): PastGame {
  return { points, opponentTier: 'tier_2_average', daysRest: 1, isHome: true, recentForm: 'normal' };
}
