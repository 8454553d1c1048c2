import * as z from 'zod';
import { operation } from '../kit/operation.ts';

const MigrationId = z.string().regex(/^\d{4}-[a-z0-9-]+$/);

export const migrateTables = operation({
  name: 'warehouse migrate',
  summary: 'Create the tables of the warehouse in BigQuery, or bring them up to date.',
  input: z.strictObject({}),
  output: z.object({ migrations: z.array(MigrationId).readonly().describe('the ids of the migrations that ran') }),
  positionals: [],
  effect: 'write',
  reach: 'local',
  opens: 'nothing',
  prints: 'outcome',
  onInterrupt: 'Run the command again. It completes the migration that was interrupted.',
  async run(app) {
    const ran = await app.migrateWarehouse();
    const migrations = ran === 'automatic' ? [] : ran;
    return { decision: 'done', code: 'ok', message: sentence(ran), data: { migrations }, next: [] };
  },
});

function sentence(ran: readonly string[] | 'automatic'): string {
  if (ran === 'automatic')
    return 'The warehouse is a file in the data folder. It brings its tables up to date when it opens.';
  if (ran.length === 0) return 'The tables in BigQuery are up to date.';
  return `The tables in BigQuery are up to date after ${ran.length === 1 ? 'one migration' : `${ran.length} migrations`}: ${ran.join(', ')}.`;
}
