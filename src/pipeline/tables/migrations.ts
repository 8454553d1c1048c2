import type { Migration } from '../../platform/migration.ts';
import { buildForecasts } from './build-forecasts.ts';
import { buildRosters, knownTeams } from './build-rosters.ts';
import { reportScopes } from './injuries.ts';
import { leftOutTeamGames } from './left-out-team-games.ts';
import { breakoutFeatures, forecastFeatures, mlFeatureStoreV2, sourcesOfFeatures } from './ml-feature-store-v2.ts';
import { playerAliases } from './player-aliases.ts';
import {
  formattedColumns,
  playerPropPredictions,
  publicationColumns,
  usedDataColumns,
} from './player-prop-predictions.ts';
import { gradedBackfills, predictionAccuracy } from './prediction-accuracy.ts';
import { publishedPickGrades, publishedPicks } from './published-picks.ts';
import { rawTables } from './raw-tables.ts';
import { teamBoxScores } from './team-box-scores.ts';

/**
 * The tables whose every statement names its dates. The tables of imports cannot require that, because an import merges by the id of a game,
 * whose date may have moved. The steps of the features are found by their build, and each build deletes what older ones have left.
 */
const FILTERED = [mlFeatureStoreV2, playerPropPredictions, predictionAccuracy, publishedPicks, publishedPickGrades].map(
  ({ name }) => name,
);

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
  { id: '0009-published-rows', addColumns: [reportScopes, publicationColumns, gradedBackfills] },
  {
    id: '0010-import-policy',
    tables: [leftOutTeamGames],
    relaxColumns: [{ table: teamBoxScores.name, columns: ['opp_points'] }],
  },
  { id: '0011-sources-of-features', addColumns: [sourcesOfFeatures, knownTeams] },
  { id: '0012-published-picks', tables: [publishedPicks, publishedPickGrades] },
  { id: '0013-data-of-predictions', addColumns: [usedDataColumns] },
  { id: '0014-partition-filters', requirePartitionFilter: FILTERED },
];
