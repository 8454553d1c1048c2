import { createInterface } from 'node:readline';
import * as z from 'zod';
import { openApp } from '#src/app.ts';
import { openDoor } from '#src/bot/http/open-door.ts';
import { readConfig } from '#src/config.ts';
import { systemTrail } from '#src/coordination/audit/trail.ts';
import { personAt } from '#src/coordination/identity/actor.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { advanceBatch } from '#src/pipeline/batch/advance-batch.ts';
import { expireRequests } from '#src/pipeline/batch/force-complete.ts';

/**
 * A process with a door of its own for one person: `decider-process.ts <person> <token> <variables as JSON>`. It tells its port, and then for each
 * line that it has done it: `hold` takes the data for itself, `expire` looks for requests that nobody decided in time, `advance <batch>` takes the
 * batch as far as it can go.
 */
const [name = '', token = '', variables = '{}'] = process.argv.slice(2);
const { app, hold, close } = await openApp(
  readConfig(z.record(z.string(), z.string()).parse(JSON.parse(variables)), '/'),
);
const door = await openDoor({
  app,
  operations: OPERATIONS,
  person: personAt('cli', { name }),
  token,
  authenticate: async () => ({ type: 'refused', because: 'unknown' }),
  mounts: {},
  version: '1',
  instance: app.instanceId,
});

process.stdout.write(`${door.port}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  const [command, batchId = ''] = line.split(' ');
  if (command === 'hold') await hold();
  if (command === 'expire') await expireRequests(app, systemTrail(app.audit, 'approval-watch'));
  if (command === 'advance') await advanceBatch(app, batchId);
  process.stdout.write('done\n');
}
await door.close();
await close();
