import { createApp } from '#src/app.ts';
import { buildFeatures } from '#src/pipeline/features/build-features.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { sampleLeague } from '#src/pipeline/sample/sample-league.ts';

/** `prepare-league.ts <folder> <date> <players>`: a league in which so many players are asked for on one evening, with its features. */
const [dataFolder = '', today = '', players = ''] = process.argv.slice(2);

/** So few that nearly everybody plays enough to be asked for. */
const PLAYERS_PER_TEAM = 9;
/** Of those who play this share is asked for; the others are hurt or play too little. */
const SHARE_ASKED = 0.87;
/** Enough for the windows of five and ten games. */
const GAMES_PER_TEAM = 12;

const teams = Math.ceil(Number(players) / SHARE_ASKED / PLAYERS_PER_TEAM / 2) * 2;
const size = { teams, playersPerTeam: PLAYERS_PER_TEAM, gamesPerTeam: GAMES_PER_TEAM, gamesTonight: teams / 2 };
const importing = createApp({ platform: 'embedded', dataFolder });
await importFiles(importing.app, {
  sources: sampleLeague({ seed: 'bench', today, ...size, lineDays: 1 }),
  origin: 'sample',
});
// Until it is closed the warehouse keeps what was imported in memory, and a hundred thousand players leave no room there for a build.
await importing.close();
const building = createApp({ platform: 'embedded', dataFolder });
await buildFeatures(building.app, { from: today, to: today });
await building.close();
