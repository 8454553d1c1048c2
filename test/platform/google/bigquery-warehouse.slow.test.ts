import { afterEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { type BigqueryWarehouseOptions, bigqueryWarehouse } from '#src/platform/google/bigquery-warehouse.ts';
import type { Migration } from '#src/platform/migration.ts';
import { Problem } from '#src/platform/problem.ts';
import { Unavailable } from '#src/platform/unavailable.ts';
import type { Table } from '#src/platform/warehouse.ts';
import { CONTRACT_STATEMENTS, testWarehouse } from '#test/contracts/warehouse.contract.ts';
import { type LoopbackBigquery, startLoopbackBigquery } from '#test/emulators/bigquery/loopback-bigquery.ts';

const running: LoopbackBigquery[] = [];
afterEach(async () => {
  for (const service of running.splice(0)) await service.stop();
});

async function aService(): Promise<LoopbackBigquery> {
  const service = await startLoopbackBigquery();
  running.push(service);
  return service;
}

function open({ endpoint }: LoopbackBigquery, options: Partial<BigqueryWarehouseOptions> = {}) {
  return bigqueryWarehouse({
    projectId: 'test',
    location: 'US',
    endpoint,
    retryDelayMs: 1,
    migrations: [],
    statements: (name) => CONTRACT_STATEMENTS[name] ?? name,
    ...options,
  });
}

testWarehouse(async () => open(await aService()));

const NOTES: Table = {
  name: 'nba_raw.notes',
  key: ['id'],
  columns: [
    { name: 'id', type: 'INT64', mode: 'required' },
    { name: 'day', type: 'DATE', mode: 'required' },
    { name: 'seen_at', type: 'TIMESTAMP', mode: 'required' },
  ],
  partitionBy: 'day',
  clusterBy: ['id'],
};
const CREATE: Migration = { id: '0001-notes', tables: [NOTES] };
const WIDEN: Migration = {
  id: '0002-wider',
  addColumns: [
    {
      table: NOTES.name,
      columns: [
        { name: 'note', type: 'STRING', mode: 'nullable' },
        { name: 'stars', type: 'INT64', mode: 'nullable' },
      ],
    },
  ],
};
const RELAX: Migration = { id: '0003-unseen', relaxColumns: [{ table: NOTES.name, columns: ['seen_at'] }] };
const FILTER: Migration = { id: '0004-filter', requirePartitionFilter: [NOTES.name] };
const ADD = `INSERT INTO ${NOTES.name} (id, day, seen_at) VALUES (1, '2026-02-05', '2026-02-05 10:00:00')`;
const COUNT = `SELECT COUNT(*) AS n FROM ${NOTES.name}`;
const ROW = '{"id": 1, "day": "2026-02-05", "seen_at": "2026-02-05T10:00:00Z"}';
const INSERT = /^POST \/jobs/;
const UPLOAD = /^POST \/upload/;

/** A warehouse with the empty table of notes, and the service behind it. */
async function notes(options: Partial<BigqueryWarehouseOptions> = {}) {
  const service = await aService();
  const warehouse = open(service, { migrations: [CREATE], ...options });
  await warehouse.migrate();
  service.jobs.requests.splice(0);
  const count = async () => (await warehouse.query({ sql: COUNT }, z.object({ n: z.number() })))[0]?.n;
  return { service, warehouse, count };
}

describe('a job has its effect once', () => {
  test('when it succeeded and its answer was lost', async () => {
    const { service, warehouse, count } = await notes();
    service.fail({ request: INSERT, times: 1, answer: 'lost' });
    await warehouse.execute({ sql: ADD }, 'add');
    expect(await count()).toBe(1);
    expect(await warehouse.job('add')).toEqual({ state: 'succeeded' });
  });

  test('when every answer to its submission was lost', async () => {
    const { service, warehouse, count } = await notes();
    service.fail({ request: INSERT, times: 4, answer: 'lost' });
    await warehouse.execute({ sql: ADD }, 'add');
    expect(await count()).toBe(1);
  });

  test('when two machines run it at the same time', async () => {
    const { service, warehouse, count } = await notes();
    const other = open(service, { migrations: [CREATE] });
    await Promise.all([warehouse.execute({ sql: ADD }, 'add'), other.execute({ sql: ADD }, 'add')]);
    expect(await count()).toBe(1);
  });

  test('RT-40: when the upload of a load is refused with 503, and when its answer is lost: no row is lost', async () => {
    const { service, warehouse, count } = await notes();
    service.fail({ request: UPLOAD, times: 2, answer: { status: 503, reason: 'backendError' } });
    await warehouse.load(NOTES, [ROW], 'load-1');
    service.fail({ request: UPLOAD, times: 1, answer: 'lost' });
    await warehouse.load(NOTES, [ROW, ROW], 'load-2');
    expect(await count()).toBe(2);
  });

  test('when it failed for a reason that passes, under an id that is derived from the first', async () => {
    const { service, warehouse, count } = await notes();
    service.jobs.failNext(
      { reason: 'backendError', message: 'try again' },
      { reason: 'invalidQuery', message: 'Could not serialize access to table notes due to concurrent update' },
    );
    await warehouse.execute({ sql: ADD }, 'add');
    const ids = service.jobs.requests.map(({ jobReference }) => jobReference.jobId);
    expect(ids).toEqual(['tipoff-add', 'tipoff-add--retry-2', 'tipoff-add--retry-3']);
    expect(await warehouse.job('add')).toEqual({ state: 'succeeded' });
    await warehouse.execute({ sql: ADD }, 'add');
    expect(await count()).toBe(1);
  });

  test('when it still runs at the deadline: it is unavailable, and the next call finds it', async () => {
    const { service, warehouse: patient } = await notes();
    const warehouse = open(service, { migrations: [CREATE], jobTimeoutMs: 30 });
    const release = service.jobs.hold();
    await expect(warehouse.execute({ sql: ADD }, 'add')).rejects.toThrow('has not finished the job tipoff-add in time');
    await expect(warehouse.job('add')).rejects.toThrow(Unavailable);
    release();
    await patient.execute({ sql: ADD }, 'add');
    expect(await patient.query({ sql: COUNT }, z.unknown())).toEqual([{ n: 1 }]);
  });
});

describe('a failure says what to do', () => {
  test.each([
    [{ status: 503, reason: 'backendError' }],
    [{ status: 500, reason: 'internalError' }],
    [{ status: 429, reason: 'rateLimitExceeded' }],
    [{ status: 403, reason: 'rateLimitExceeded' }],
    [{ status: 403, reason: 'quotaExceeded' }],
  ])('%o is an outage after four attempts', async (answer) => {
    const { service, warehouse, count } = await notes();
    service.fail({ request: INSERT, times: 4, answer });
    await expect(warehouse.execute({ sql: ADD }, 'add')).rejects.toThrow(Unavailable);
    expect(await warehouse.job('add')).toEqual({ state: 'absent' });
    expect(await count()).toBe(0);
  });

  test('a BigQuery that nobody reaches is an outage', async () => {
    const { service, warehouse } = await notes();
    await service.stop();
    running.splice(running.indexOf(service), 1);
    await expect(warehouse.query({ sql: COUNT }, z.unknown())).rejects.toThrow('BigQuery cannot be reached');
  });

  test.each([
    ['bigquery.jobs.create', 'roles/bigquery.jobUser on the project'],
    ['bigquery.tables.getData', 'roles/bigquery.dataViewer on the dataset'],
    ['bigquery.tables.updateData', 'roles/bigquery.dataEditor on the dataset'],
    ['bigquery.datasets.create', 'roles/bigquery.user on the project'],
  ])('without the permission %s it names the role %s', async (permission, role) => {
    const { service, warehouse } = await notes();
    const message = `Access Denied: Project test: User does not have ${permission} permission in project test.`;
    service.fail({ request: INSERT, times: 1, answer: { status: 403, reason: 'accessDenied', message } });
    const run = warehouse.execute({ sql: ADD }, 'add');
    await expect(run).rejects.toThrow(Problem);
    await expect(run).rejects.toThrow(`Grant the service account the role ${role}.`);
  });

  test('a wrong project is named with its variable', async () => {
    const { service, warehouse } = await notes();
    service.fail({
      request: INSERT,
      times: 1,
      answer: { status: 404, reason: 'notFound', message: 'Not found: Project test' },
    });
    await expect(warehouse.query({ sql: COUNT }, z.unknown())).rejects.toThrow('Set GCP_PROJECT_ID');
  });

  test('a missing table names the command that creates it', async () => {
    const { warehouse } = await notes();
    await expect(warehouse.query({ sql: 'SELECT 1 AS one FROM nba_raw.nothing' }, z.unknown())).rejects.toThrow(
      'tipoff warehouse migrate',
    );
  });

  test('a query over the limit of bytes names the variable', async () => {
    const { service, warehouse } = await notes({ maximumBytes: 5_000_000 });
    service.jobs.failNext({
      reason: 'bytesBilledLimitExceeded',
      message: 'Query exceeded limit for bytes billed: 5000000.',
    });
    await expect(warehouse.query({ sql: COUNT }, z.unknown())).rejects.toThrow('GCP_BIGQUERY_MAX_GB');
    expect(service.jobs.requests[0]?.configuration.query?.maximumBytesBilled).toBe('5000000');
  });
});

describe('migrations', () => {
  test('create datasets and tables once, and a second run changes nothing', async () => {
    const service = await aService();
    const warehouse = open(service, { migrations: [CREATE] });
    expect(await warehouse.migrate()).toEqual(['0001-notes']);
    expect(await warehouse.migrate()).toEqual([]);
    expect(await warehouse.tablesIn('nba_raw')).toEqual([NOTES.name]);
    expect(service.datasets.get('nba_staging')?.defaultTableExpirationMs).toBe(String(3 * 86_400_000));
  });

  test('add all columns of a table in one statement, and make columns nullable', async () => {
    const { service } = await notes();
    const wider = open(service, { migrations: [CREATE, WIDEN, RELAX] });
    expect(await wider.migrate()).toEqual(['0002-wider', '0003-unseen']);
    const changes = service.jobs.requests.filter(({ configuration }) => configuration.query?.query.startsWith('ALTER'));
    expect(changes).toHaveLength(2);
    expect(await wider.query({ sql: COUNT }, z.unknown())).toEqual([{ n: 0 }]);
  });

  test('are completed by the next run when one was interrupted', async () => {
    const service = await aService();
    const warehouse = open(service, { migrations: [CREATE, WIDEN] });
    service.fail({
      request: /^GET \/datasets\/nba_raw\/tables/,
      times: 4,
      answer: { status: 503, reason: 'backendError' },
    });
    await expect(warehouse.migrate()).rejects.toThrow(Unavailable);
    expect(await warehouse.migrate()).toEqual(['0001-notes', '0002-wider']);
  });

  test('RT-18: a table that lacks a column is refused at the first use, and the column is named', async () => {
    const { service } = await notes();
    const wider = open(service, { migrations: [CREATE, WIDEN] });
    const use = wider.execute({ sql: ADD }, 'add');
    await expect(use).rejects.toThrow('column nba_raw.notes.note must be STRING nullable but is missing');
    await expect(use).rejects.toThrow('Run `tipoff warehouse migrate`');
    expect(await open(service, { migrations: [CREATE] }).query({ sql: COUNT }, z.unknown())).toEqual([{ n: 0 }]);
  });

  test.each([
    ['an existing table', [CREATE], ['0004-filter']],
    ['a new table', [], ['0001-notes', '0004-filter']],
  ])('require a partition filter of %s, so that a query without one is refused', async (_, before, ran) => {
    const service = await aService();
    await open(service, { migrations: before }).migrate();
    const strict = open(service, { migrations: [CREATE, FILTER] });
    if (before.length > 0)
      await expect(strict.query({ sql: COUNT }, z.unknown())).rejects.toThrow('must require a partition filter');
    expect(await strict.migrate()).toEqual(ran);
    await expect(strict.query({ sql: COUNT }, z.unknown())).rejects.toThrow(
      "Cannot query over table 'test.nba_raw.notes' without a filter over column(s) 'day'",
    );
    await strict.execute({ sql: ADD }, 'add');
    const filtered = `${COUNT} WHERE day = '2026-02-05'`;
    expect(await strict.query({ sql: filtered }, z.unknown())).toEqual([{ n: 1 }]);
    // The release before the update runs beside the new one.
    expect(await open(service, { migrations: [CREATE] }).query({ sql: filtered }, z.unknown())).toEqual([{ n: 1 }]);
  });

  test('a warehouse with a prefix has its own datasets', async () => {
    const { service, count } = await notes();
    const own = open(service, { migrations: [CREATE], datasetPrefix: 'test_' });
    await own.migrate();
    await own.execute({ sql: ADD }, 'add-own');
    expect(await own.query({ sql: COUNT }, z.unknown())).toEqual([{ n: 1 }]);
    expect(await own.tablesIn('nba_raw')).toEqual([NOTES.name]);
    expect(await count()).toBe(0);
    expect([...service.datasets.keys()]).toContain('test_nba_raw');
  });
});

test('RT-40: a row that BigQuery refuses fails its load with its reason, and keeps no later load from its rows', async () => {
  const { warehouse, count } = await notes();
  const poison = ROW.replace('"2026-02-05"', '"no date"');
  await expect(warehouse.load(NOTES, [ROW, poison], 'bad')).rejects.toThrow('load of nba_raw.notes failed');
  expect(await count()).toBe(0);
  await warehouse.load(NOTES, [ROW, ROW], 'good');
  expect(await count()).toBe(2);
});

test('RT-42: a loaded row is matched by the names of its fields, in whatever order they are', async () => {
  const { warehouse } = await notes();
  await warehouse.load(NOTES, ['{"seen_at": "2026-02-05T10:00:00Z", "day": "2026-02-05", "id": 7}'], 'load');
  const sql = `SELECT id, day FROM ${NOTES.name}`;
  expect(await warehouse.query({ sql }, z.unknown())).toEqual([{ id: 7, day: '2026-02-05' }]);
});

test('RT-48: a loaded row can be changed at once, because no request streams rows', async () => {
  const { service, warehouse } = await notes();
  await warehouse.load(NOTES, [ROW], 'load');
  await warehouse.execute({ sql: `UPDATE ${NOTES.name} SET id = 2 WHERE id = 1` }, 'change');
  expect(await warehouse.query({ sql: `SELECT id FROM ${NOTES.name}` }, z.unknown())).toEqual([{ id: 2 }]);
  expect(service.requests.filter((line) => line.includes('insertAll'))).toEqual([]);
});

test('an estimate has the bytes of the columns and partitions that a query reads, and leaves no job', async () => {
  const { service, warehouse } = await notes();
  await warehouse.load(NOTES, [ROW, ROW.replace('02-05', '02-06').replace('"id": 1', '"id": 2')], 'rows');
  service.jobs.requests.splice(0);
  const texts = new Map([
    ['all', `SELECT id, seen_at FROM ${NOTES.name}`],
    ['a-day', `SELECT id FROM ${NOTES.name} WHERE day = @game_date`],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the statement has a placeholder
    ['staged', 'SELECT id FROM ${staging}'],
  ]);
  const day = { game_date: { type: 'DATE', value: '2026-02-05' } } as const;
  const found = await warehouse.estimate(texts, (text) => (text.includes('@') ? day : {}));
  expect(found).toEqual({
    estimates: [
      { statement: 'all', bytes: 32, tables: 1 },
      { statement: 'a-day', bytes: 16, tables: 1 },
    ],
    withoutEstimate: ['staged'],
  });
  expect(service.jobs.requests).toEqual([]);
});

test('every job has labels, and every parameter a name', async () => {
  const { service, warehouse } = await notes();
  const parameters = { id: { type: 'INT64', value: 1 } } as const;
  await warehouse.query({ sql: `SELECT @id AS id FROM ${NOTES.name}`, parameters }, z.unknown());
  await warehouse.load(NOTES, [ROW], 'load');
  const [query, load] = service.jobs.requests.map(({ configuration }) => configuration);
  expect(query?.labels).toMatchObject({ app: 'tipoff' });
  expect(query?.query).toMatchObject({ parameterMode: 'NAMED', queryParameters: [{ name: 'id' }] });
  expect(load?.load?.labels).toEqual({ app: 'tipoff', statement: 'load-of-nba_raw-notes' });
});

test('an INT64 that a number cannot hold is refused', async () => {
  const { warehouse } = await notes();
  const huge = `SELECT 9007199254740993 AS huge FROM (SELECT ${'COUNT(*)'} AS n FROM ${NOTES.name}) AS counted`;
  await expect(warehouse.query({ sql: huge }, z.unknown())).rejects.toThrow('huge has 9007199254740992');
});
