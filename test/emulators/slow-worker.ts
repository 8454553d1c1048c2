import { setTimeout as pause } from 'node:timers/promises';
import pLimit from 'p-limit';
import { createApp } from '#src/app.ts';
import { readConfig } from '#src/config/config.ts';
import { allStatements, statements } from '#src/embedded-ports.ts';
import { googlePorts } from '#src/google-ports.ts';
import { PLAYERS } from '#src/pipeline/player/player-document.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { cloudLog } from '#src/platform/google/cloud-log.ts';
import { startParts } from '#src/process/start-bot.ts';

/**
 * A process that serves the role worker, and whose store answers one read of a player every so many milliseconds:
 * `slow-worker.ts <ms>`. A small batch then lasts long enough to kill its processes. It prints `serving` when it takes
 * requests.
 */
const everyMs = Number(process.argv[2]);

const config = readConfig({ ...process.env }, { working: process.cwd(), tipoff: process.cwd() });
if (config.platform !== 'gcp') throw new Error('the slow worker needs PLATFORM=gcp');
const write = (line: string) => void process.stdout.write(line);
const instanceId = `worker-${process.pid}`;
const log = cloudLog({ projectId: config.projectId, instanceId, role: 'worker', trace: () => undefined, write });
const google = await googlePorts(config, { log, statements, allStatements, jobs: undefined });
const overrides = { ...google, log, instanceId, ...(google.store && { store: slowly(google.store) }) };
const opened = createApp(config, overrides, { parts: ['worker'] });
await opened.prepare();
startParts(opened, config, ['worker']);
log.info({}, 'serving');

function slowly(store: DocumentStore): DocumentStore {
  const oneByOne = pLimit(1);
  return {
    ...store,
    get: async (ref) => {
      if (ref.collection.name === PLAYERS.name) await oneByOne(() => pause(everyMs));
      return await store.get(ref);
    },
  };
}
