import { createApp, openChannel } from '#src/app.ts';
import { copyOf, leagueFolder, removeFolder } from '#test/workers/killed-slate.ts';
import { LEAGUE_DATE } from '#test/workers/small-league.ts';
import { runSlate } from './run-slate.ts';

/** Batches after which everything that is kept on purpose is there. */
const WARM_UP_SHARE = 0.2;
const MAX_GROWTH = 1.3;
const BYTES_A_MIB = 1024 * 1024;
const TELL_EVERY = 100;

/** Runs batch after batch with the channel open. Throws when the memory in use at the end is more than a third above that after the warm-up. */
export async function soakMemory(batches: number, tell: (line: string) => void): Promise<void> {
  const league = await leagueFolder();
  const dataFolder = await copyOf(league);
  const opened = createApp({ platform: 'embedded', dataFolder });
  const slack = { mode: 'local', port: undefined } as const;
  const { roles, build, services } = opened.app;
  const channel = await openChannel(opened, { platform: 'embedded', dataFolder, slack, roles, build, services });
  let warmMiB = 0;
  for (let batch = 1; batch <= batches; batch += 1) {
    await runSlate(opened.app, LEAGUE_DATE);
    if (batch === Math.ceil(batches * WARM_UP_SHARE)) warmMiB = usedMiB();
    if (batch % TELL_EVERY === 0) tell(`${batch} of ${batches} batches, ${usedMiB().toFixed(0)} MiB in use`);
  }
  const endMiB = usedMiB();
  await channel.close();
  await opened.close();
  await Promise.all([removeFolder(league), removeFolder(dataFolder)]);
  const said = `${warmMiB.toFixed(0)} MiB after the warm-up, ${endMiB.toFixed(0)} MiB after ${batches} batches`;
  if (endMiB > warmMiB * MAX_GROWTH) throw new Error(`memory grows: ${said}`);
  tell(`memory is flat: ${said}`);
}

/** The heap after a collection, with what lies outside of it. */
function usedMiB(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / BYTES_A_MIB;
}
