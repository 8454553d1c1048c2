import { createApp } from '#src/app.ts';
import { startBot } from '#src/process/start-bot.ts';
import { copyOf, leagueFolder, removeFolder } from '#test/workers/killed-slate.ts';
import { LEAGUE_DATE } from '#test/workers/small-league.ts';
import { runSlate } from './run-slate.ts';

/** After this share of the batches the caches are full. */
const WARM_UP_SHARE = 0.2;
const MAX_GROWTH = 1.3;
const BYTES_A_MIB = 1024 * 1024;
const REPORT_EVERY = 100;

/** Runs batch after batch with an open channel. Throws when the memory at the end is 30 % above that after the warm-up. */
export async function soakMemory(batches: number, report: (line: string) => void): Promise<void> {
  const league = await leagueFolder();
  const dataFolder = await copyOf(league);
  const opened = createApp({ platform: 'embedded', dataFolder });
  const slack = { mode: 'local', port: undefined, channels: {} } as const;
  const bot = startBot(opened.app, { dataFolder, slack }, () => undefined);
  await bot.channel;
  let warmMiB = 0;
  for (let batch = 1; batch <= batches; batch += 1) {
    await runSlate(opened.app, LEAGUE_DATE);
    if (batch === Math.ceil(batches * WARM_UP_SHARE)) warmMiB = usedMiB();
    if (batch % REPORT_EVERY === 0) report(`${batch} of ${batches} batches, ${usedMiB().toFixed(0)} MiB in use`);
  }
  const endMiB = usedMiB();
  await bot.close();
  await opened.close();
  await Promise.all([removeFolder(league), removeFolder(dataFolder)]);
  const figures = `${warmMiB.toFixed(0)} MiB after the warm-up, ${endMiB.toFixed(0)} MiB after ${batches} batches`;
  if (endMiB > warmMiB * MAX_GROWTH) throw new Error(`memory grows: ${figures}`);
  report(`memory is flat: ${figures}`);
}

/** The heap after a garbage collection, and the memory outside of it. */
function usedMiB(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / BYTES_A_MIB;
}
