import { openApp } from '#src/app.ts';
import { readConfig } from '#src/config/config.ts';
import { startBot } from '#src/process/start-bot.ts';
import { runSlate } from './run-slate.ts';

/** `channel-child.ts <folder> <date>`: serves a prepared league and runs batch after batch until its standard input ends. */
const [dataFolder = '', gameDate = ''] = process.argv.slice(2);

const config = readConfig({ TIPOFF_DATA: dataFolder }, { working: '/', tipoff: '/' });
const opened = await openApp(config);
await opened.hold();
const bot = startBot(opened.app, config, () => undefined);
const { address } = await bot.channel;
let state: 'running' | 'ending' = 'running';
process.stdin.on('end', () => {
  state = 'ending';
});
process.stdin.resume();
process.stdout.write(`${address}\n`);
let batches = 0;
while (state === 'running') {
  await runSlate(opened.app, gameDate);
  batches += 1;
}
process.stdout.write(`${batches}\n`);
await bot.close();
await opened.close();
process.exit(0);
