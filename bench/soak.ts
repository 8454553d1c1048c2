import { parseArgs } from 'node:util';
import { copyOf, leagueFolder, readEnd, removeFolder, runChild } from '#test/jobs/killed-slate.ts';

const MOMENTS = 1_000;

/**
 * `npm run soak [-- --moments 1000]`: kills the whole process with SIGKILL at random moments of a batch, starts it again, and compares the
 * table with that of an undisturbed run. Ends with 1 at the first difference, and leaves the folder it was found in.
 */
const { values } = parseArgs({ options: { moments: { type: 'string', default: String(MOMENTS) } } });
const moments = Number(values.moments);

const league = await leagueFolder();
const undisturbedFolder = await copyOf(league);
const { ms: undisturbedMs } = await runChild(undisturbedFolder);
const undisturbed = await readEnd(undisturbedFolder);
await removeFolder(undisturbedFolder);

const kills = { tooLate: 0, during: 0 };
for (let moment = 1; moment <= moments; moment += 1) {
  const folder = await copyOf(league);
  const killAfterMs = Math.random() * undisturbedMs;
  const { end: first } = await runChild(folder, { killAfterMs });
  kills[first === 'killed' ? 'during' : 'tooLate'] += 1;
  await runChild(folder);
  const end = await readEnd(folder);
  if (JSON.stringify(end.rows) !== JSON.stringify(undisturbed.rows) || end.duplicates > 0) {
    process.stdout.write(
      `moment ${moment}: killed after ${killAfterMs.toFixed(1)} ms the table differs; see ${folder}\n`,
    );
    process.exit(1);
  }
  await removeFolder(folder);
  if (moment % 50 === 0)
    process.stdout.write(`${moment} of ${moments} moments, ${kills.during} kills, no difference\n`);
}
await removeFolder(league);
process.stdout.write(
  `${moments} moments, ${kills.during} of them killed before the end: the table was the same every time\n`,
);
