import { expect, test, vi } from 'vitest';
import * as z from 'zod';
import { mlFeatureStoreV2 as TABLE } from '#src/pipeline/tables/ml-feature-store-v2.ts';
import type { DuckdbWarehouse } from '#src/platform/embedded/duckdb-warehouse.ts';
import { lazyWarehouse } from '#src/platform/embedded/lazy-warehouse.ts';

const STATEMENT = { sql: 'one/sql/two' };

function recorded() {
  const calls: unknown[] = [];
  const note = async (...call: unknown[]) => void calls.push(call);
  const engine: DuckdbWarehouse = {
    query: (statement) => note('query', statement).then(() => []),
    async *pages(statement) {
      await note('pages', statement);
      yield [];
      yield [];
    },
    execute: (statement, jobId) => note('execute', statement, jobId),
    load: (table, lines, jobId) => note('load', table, lines, jobId),
    job: (jobId) => note('job', jobId).then(() => ({ state: 'succeeded' })),
    tablesIn: (dataset) => note('tablesIn', dataset).then(() => []),
    drop: (table) => note('drop', table),
    readContent: () => Promise.reject(new Error('not called')),
    copyTo: (path) => note('copyTo', path).then(() => ({})),
    interrupt: () => void note('interrupt'),
    close: () => note('close'),
  };
  const load = vi.fn(async () => engine);
  return { calls, load, warehouse: lazyWarehouse(load) };
}

test('an unused warehouse is never loaded, not even by close', async () => {
  const { calls, load, warehouse } = recorded();
  await warehouse.close();
  expect(load).not.toHaveBeenCalled();
  expect(calls).toEqual([]);
});

test('the first use loads one engine, which gets every call', async () => {
  const { calls, load, warehouse } = recorded();
  const row = z.unknown();
  const lines = ['{}'];
  const [found, job] = await Promise.all([warehouse.query(STATEMENT, row), warehouse.job('j')]);
  const pages = await Array.fromAsync(warehouse.pages(STATEMENT, row));
  await warehouse.execute(STATEMENT, 'e');
  await warehouse.load(TABLE, lines, 'l');
  await warehouse.drop('a.b');
  await warehouse.close();

  expect({ found, job, pages }).toEqual({ found: [], job: { state: 'succeeded' }, pages: [[], []] });
  expect(calls).toEqual([
    ['query', STATEMENT],
    ['job', 'j'],
    ['pages', STATEMENT],
    ['execute', STATEMENT, 'e'],
    ['load', TABLE, lines, 'l'],
    ['drop', 'a.b'],
    ['close'],
  ]);
  expect(load).toHaveBeenCalledTimes(1);
});

test('a load that failed is tried again', async () => {
  const { calls, load, warehouse } = recorded();
  load.mockRejectedValueOnce(new Error('no engine'));
  await expect(warehouse.job('j')).rejects.toThrow('no engine');
  await warehouse.job('j');
  expect(calls).toEqual([['job', 'j']]);
});
