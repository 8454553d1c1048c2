import { copyOf, leagueFolder, readEnd, removeFolder, runChild } from '#test/workers/killed-slate.ts';

const REPORT_EVERY = 50;

/**
 * Kills the process with SIGKILL at random moments of a batch, restarts it, and compares the table with that of an undisturbed run. Throws at
 * the first difference and keeps its folder.
 */
export async function soakKills(moments: number, report: (line: string) => void): Promise<void> {
  const league = await leagueFolder();
  const undisturbedFolder = await copyOf(league);
  const { ms: undisturbedMs } = await runChild(undisturbedFolder);
  const undisturbed = await readEnd(undisturbedFolder);
  await removeFolder(undisturbedFolder);
  let killed = 0;
  for (let moment = 1; moment <= moments; moment += 1) {
    const folder = await copyOf(league);
    const killAfterMs = Math.random() * undisturbedMs;
    if ((await runChild(folder, { killAfterMs })).end === 'killed') killed += 1;
    await runChild(folder);
    const end = await readEnd(folder);
    if (JSON.stringify(end.rows) !== JSON.stringify(undisturbed.rows) || end.duplicates > 0) {
      throw new Error(`moment ${moment}: killed after ${killAfterMs.toFixed(1)} ms the table differs; see ${folder}`);
    }
    await removeFolder(folder);
    if (moment % REPORT_EVERY === 0) report(`${moment} of ${moments} moments, ${killed} of them kills, no difference`);
  }
  await removeFolder(league);
  report(`${moments} moments, ${killed} of them before the end: the table was the same every time`);
}
