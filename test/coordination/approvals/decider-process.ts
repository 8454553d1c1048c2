import { createInterface } from 'node:readline';
import * as z from 'zod';
import { openApp } from '#src/app.ts';
import { openHttpServer } from '#src/bot/http/open-server.ts';
import { readConfig } from '#src/config/config.ts';
import { systemAuditContext } from '#src/coordination/audit/audit-context.ts';
import { personAt } from '#src/coordination/identity/actor.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { advanceBatch } from '#src/pipeline/batch/advance-batch.ts';
import { expireRequests } from '#src/pipeline/batch/force-complete.ts';
import { readBatch } from '#src/pipeline/batch/read-batch.ts';
import { rerunPlayers } from '#src/pipeline/batch/rerun-players.ts';

/**
 * A process with its own HTTP server for one person: `decider-process.ts <person> <token> <variables as JSON>`. It prints its port, and then
 * the result of each command it reads:
 * - `hold` opens the data for itself;
 * - `expire` ends requests that nobody decided in time;
 * - `advance <batch>` advances the batch as far as possible;
 * - `rerun <batch> <player> …` re-runs players.
 */
const [name = '', token = '', variables = '{}'] = process.argv.slice(2);
const { app, hold, close } = await openApp(
  readConfig(z.record(z.string(), z.string()).parse(JSON.parse(variables)), { working: '/', tipoff: '/' }),
);
const server = await openHttpServer({
  app,
  operations: OPERATIONS,
  person: personAt('cli', { name }),
  token,
  authenticate: async () => ({ type: 'refused', because: 'unknown' }),
  mounts: {},
  version: '1',
  instance: app.instanceId,
});

process.stdout.write(`${server.port}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  const [command = '', batchId = '', ...players] = line.split(' ');
  process.stdout.write(`${await resultOf(command, batchId, players)}\n`);
}
await server.close();
await close();

async function resultOf(command: string, batchId: string, playerLookups: readonly string[]): Promise<string> {
  const trail = systemAuditContext(app.audit, 'decider');
  switch (command) {
    case 'hold':
      await hold();
      return 'held';
    case 'expire':
      return `${(await expireRequests(app, trail)).length} expired`;
    case 'advance':
      return (await advanceBatch(app, batchId)).type;
    case 'rerun': {
      const batch = await readBatch(app.store, batchId);
      if (batch === undefined) throw new Error(`there is no batch ${batchId}`);
      return (await rerunPlayers(app, { batch, playerLookups, asOf: batch.as_of, auditContext: trail })).type;
    }
    default:
      throw new Error(`there is no command ${command}`);
  }
}
