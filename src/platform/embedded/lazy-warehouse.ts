import type { DuckdbWarehouse } from './duckdb-warehouse.ts';

/**
 * A warehouse that loads DuckDB at its first use. Commands that never query the warehouse start a third faster without
 * DuckDB.
 */
export function lazyWarehouse(load: () => Promise<DuckdbWarehouse>): DuckdbWarehouse {
  let loading: Promise<DuckdbWarehouse> | undefined;
  let opened: DuckdbWarehouse | undefined;
  const loaded = () => {
    loading ??= load().then(
      (warehouse) => {
        opened = warehouse;
        return warehouse;
      },
      (error: unknown) => {
        loading = undefined;
        throw error;
      },
    );
    return loading;
  };
  return {
    query: async (statement, row) => await (await loaded()).query(statement, row),
    async *pages(statement, row) {
      yield* (await loaded()).pages(statement, row);
    },
    execute: async (statement, jobId) => await (await loaded()).execute(statement, jobId),
    load: async (table, lines, jobId) => await (await loaded()).load(table, lines, jobId),
    job: async (jobId) => await (await loaded()).job(jobId),
    tablesIn: async (dataset) => await (await loaded()).tablesIn(dataset),
    drop: async (table) => await (await loaded()).drop(table),
    copyTo: async (path, atThatMoment) => await (await loaded()).copyTo(path, atThatMoment),
    readContent: async (rowsById) => await (await loaded()).readContent(rowsById),
    interrupt: () => opened?.interrupt(),
    close: async () => await (await loading)?.close(),
  };
}
