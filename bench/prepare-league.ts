import { createApp } from '#src/app.ts';
import { buildFeatures } from '#src/pipeline/features/build-features.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { sampleLeague } from '#src/pipeline/sample/sample-league.ts';

/** `prepare-league.ts <folder> <date> <players>`: prepares a league with this number of requested players on one evening, and its features. */
const [dataFolder = '', today = '', players = ''] = process.argv.slice(2);

/** Few enough that nearly every player has the minutes to qualify. */
const PLAYERS_PER_TEAM = 9;
/** The share of players who qualify. The others are injured or play too few minutes. */
const SHARE_QUALIFIED = 0.87;
/** Enough games for the windows of five and ten games. */
const GAMES_PER_TEAM = 12;

const teams = Math.ceil(Number(players) / SHARE_QUALIFIED / PLAYERS_PER_TEAM / 2) * 2;
const size = { teams, playersPerTeam: PLAYERS_PER_TEAM, gamesPerTeam: GAMES_PER_TEAM, gamesTonight: teams / 2 };
const importing = createApp({ platform: 'embedded', dataFolder });
await importFiles(importing.app, {
  sources: sampleLeague({ seed: 'bench', today, ...size, lineDays: 1 }),
  origin: 'sample',
});
// The warehouse keeps imported rows in memory until it is closed. After 100,000 players no memory is left for the build.
await importing.close();
const building = createApp({ platform: 'embedded', dataFolder });
await buildFeatures(building.app, { from: today, to: today });
await building.close();
