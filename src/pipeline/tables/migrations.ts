import type { Migration } from '../../platform/migration.ts';
import { buildForecasts } from './build-forecasts.ts';
import { buildRosters, knownTeams } from './build-rosters.ts';
import { breakoutFeatures, forecastFeatures, mlFeatureStoreV2, sourcesOfFeatures } from './ml-feature-store-v2.ts';
import { playerAliases } from './player-aliases.ts';
import { formattedColumns, playerPropPredictions } from './player-prop-predictions.ts';
import { predictionAccuracy } from './prediction-accuracy.ts';
import { rawTables } from './raw-tables.ts';

/** The migrations that create the warehouse's schema, in order. */
export const MIGRATIONS: readonly Migration[] = [
  { id: '0001-raw', tables: rawTables },
  { id: '0002-predictions', tables: [playerPropPredictions] },
  { id: '0003-features', tables: [mlFeatureStoreV2] },
  { id: '0004-breakout-features', addColumns: [breakoutFeatures] },
  { id: '0005-forecasts', tables: [buildRosters, buildForecasts], addColumns: [forecastFeatures] },
  { id: '0006-prediction-accuracy', tables: [predictionAccuracy] },
  { id: '0007-formatted-predictions', addColumns: [formattedColumns] },
  { id: '0008-player-aliases', tables: [playerAliases] },
  { id: '0009-sources-of-features', addColumns: [sourcesOfFeatures, knownTeams] },
];
