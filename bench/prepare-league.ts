import { createApp } from '#src/app.ts';
import { buildFeatures } from '#src/pipeline/features/build-features.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { sampleLeague } from '#src/pipeline/sample/sample-league.ts';
import { leagueOfPlayers } from '#test/pipeline/sample/league-of-players.ts';

/** `prepare-league.ts <folder> <date> <players>`: prepares a league with this number of requested players on one evening, and its features. */
const [dataFolder = '', today = '', players = ''] = process.argv.slice(2);

const importing = createApp({ platform: 'embedded', dataFolder });
await importFiles(importing.app, {
  sources: sampleLeague(leagueOfPlayers(Number(players), { seed: 'bench', today })),
  origin: 'sample',
});
// The warehouse keeps imported rows in memory until it is closed. After 100,000 players no memory is left for the build.
await importing.close();
const building = createApp({ platform: 'embedded', dataFolder });
await buildFeatures(building.app, { from: today, to: today });
await building.close();
