import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { createApp } from '#src/app.ts';
import { personAt } from '#src/coordination/identity/actor.ts';
import { allStatements, statements } from '#src/embedded-ports.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { sampleLeague } from '#src/pipeline/sample/sample-league.ts';
import { MIGRATIONS } from '#src/pipeline/tables/migrations.ts';
import { bigqueryWarehouse } from '#src/platform/google/bigquery-warehouse.ts';
import { startLoopbackBigquery } from '#test/emulators/bigquery/loopback-bigquery.ts';
import { silentLog } from '../../pipeline/pipeline-stores.ts';
import { runNamed } from '../run-named.ts';

const GAME_DATE = '2026-02-05';
const LEAGUE = { seed: 'cost', today: GAME_DATE, teams: 4, playersPerTeam: 9, gamesPerTeam: 12 };
const Cost = z.object({
  from_date: z.string(),
  queries: z.array(z.object({ statement: z.string(), bytes: z.number(), billed_bytes: z.number() })),
  without_estimate: z.array(z.string()),
});

test('every statement is estimated, with the least that BigQuery bills, or said to have no estimate', async () => {
  await using folder = await mkdtempDisposable(`${tmpdir()}/tipoff-cost-`);
  const bigquery = await startLoopbackBigquery();
  const { endpoint } = bigquery;
  const warehouse = bigqueryWarehouse({
    projectId: 'test',
    location: 'US',
    endpoint,
    migrations: MIGRATIONS,
    statements,
  });
  const { app } = createApp(
    { platform: 'embedded', dataFolder: folder.path },
    {
      warehouse,
      log: silentLog,
      now: () => new Date(`${GAME_DATE}T17:00:00Z`),
      estimateQueries: (parametersOf) => warehouse.estimate(allStatements(), parametersOf),
    },
  );
  await warehouse.migrate();
  await importFiles(app, { sources: sampleLeague(LEAGUE), origin: 'sample' });
  const jobs = bigquery.jobs.requests.length;

  const actor = personAt('cli', { name: 'ann' });
  const { data } = await runNamed(app, { name: 'warehouse cost', given: {}, actor, request: 'r1' });
  const { queries, without_estimate, from_date } = Cost.parse(data);
  await bigquery.stop();

  expect(from_date).toBe('2025-10-01');
  expect([...queries.map(({ statement }) => statement), ...without_estimate].sort()).toEqual(
    [...allStatements().keys()].sort(),
  );
  expect(queries.find(({ statement }) => statement === 'batch/sql/candidates')?.bytes).toBeGreaterThan(1_000);
  for (const { bytes, billed_bytes } of queries) expect(billed_bytes).toBeGreaterThanOrEqual(bytes);
  expect(bigquery.jobs.requests).toHaveLength(jobs);
});
