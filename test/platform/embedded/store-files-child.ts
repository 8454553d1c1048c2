/**
 * A process to be killed: `store-files-child.ts <command> <folder> [<path>]`. It says `begin` before it does anything to the folder and `done` at
 * the end. `hold` opens the stores and waits to be killed. `write` leaves three rounds in the log of the warehouse and 20 notes in that of the documents, and kills itself.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { ignoreProgress, openStores, storeFilesOf } from './a-data-folder.ts';

/** Longer than any test. */
const HOLD_MS = 600_000;

const [command, folder = '', path = ''] = process.argv.slice(2);

async function write(): Promise<void> {
  const stores = openStores(folder);
  for (const round of [2, 3, 4]) await stores.round(round);
  for (let n = 0; n < 20; n += 1) await stores.note(`late-${n}`);
  process.kill(process.pid, 'SIGKILL');
}

async function backup(): Promise<void> {
  const stores = openStores(folder);
  await stores.files.backup(path, ignoreProgress);
  await stores.close();
}

if (command !== 'hold') process.stdout.write('begin\n');
switch (command) {
  case 'write':
    await write();
    break;
  case 'backup':
    await backup();
    break;
  case 'restore':
    await storeFilesOf(folder).restore(path, ignoreProgress);
    break;
  case 'hold':
    await openStores(folder).warehouse.job('hold');
    process.stdout.write('begin\n');
    await pause(HOLD_MS);
    break;
  case 'repair':
    await storeFilesOf(folder).repair(ignoreProgress);
    break;
}
process.stdout.write('done\n');
