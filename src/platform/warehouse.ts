import type * as z from 'zod';

/** The types of table columns, with BigQuery's names. Each adapter maps them to its engine. */
export type ColumnType = 'STRING' | 'INT64' | 'FLOAT64' | 'BOOL' | 'DATE' | 'TIMESTAMP';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly mode: 'required' | 'nullable';
}

/** The description of a warehouse table. Each engine's DDL and load schema are derived from it. */
export interface Table {
  /** `dataset.table` */
  readonly name: string;
  readonly columns: readonly Column[];
  /** The columns that together identify a row. */
  readonly key: readonly string[];
  readonly partitionBy?: string;
  /** `required`: BigQuery refuses a query without a comparison by which it can skip partitions. DuckDB has no partitions. */
  readonly partitionFilter?: 'required';
  readonly clusterBy?: readonly string[];
}

/** The value of a SQL parameter. A DATE is written `2026-02-05`, a TIMESTAMP as ISO 8601 in UTC. */
export type ParameterValue = string | number | boolean | null;
export interface Parameter {
  readonly type: ColumnType;
  readonly value: ParameterValue;
}

/**
 * A SQL statement from one of the `sql` folders, named by its path in `src/pipeline` without the extension, such as
 * `features/sql/build`. The text refers to parameters as `@name`, and to tables whose name is known only at run time as
 * `${name}`.
 */
export interface Statement {
  readonly sql: string;
  readonly parameters?: Readonly<Record<string, Parameter>>;
  readonly tables?: Readonly<Record<string, string>>;
}

/**
 * The state of a warehouse job. `absent` means that the warehouse has no record of the job, so it had no effect. A
 * failed job had no effect either.
 */
export type WarehouseJobState =
  | { readonly state: 'succeeded' }
  | { readonly state: 'failed'; readonly message: string }
  | { readonly state: 'absent' };

/**
 * The warehouse: tables that are queried in SQL. One SQL text works on every engine. A statement or load takes effect
 * completely or not at all. Every method throws `Unavailable` when the warehouse cannot be reached, and a `Problem`
 * that names the process when another process has the warehouse open. The caller may retry a read at any time, and
 * `execute` and `load` under the same job id.
 */
export interface Warehouse {
  /**
   * Returns all rows of a query, each parsed by `row`. DATE and TIMESTAMP have the form of `ParameterValue`; INT64 is a
   * number.
   */
  query<T>(statement: Statement, row: z.ZodType<T>): Promise<readonly T[]>;

  /** Returns the rows of a query in pages, for results that do not fit in memory. */
  pages<T>(statement: Statement, row: z.ZodType<T>): AsyncIterable<readonly T[]>;

  /**
   * Runs a statement that changes rows, as the warehouse job with this id. Repeating a job that succeeded has no
   * effect. After `Unavailable`, the job may or may not have succeeded; `job` tells which.
   */
  execute(statement: Statement, jobId: string): Promise<void>;

  /**
   * Replaces the rows of a table with newline-delimited JSON objects, and creates the table when it does not exist. An unknown field or a
   * value of the wrong type fails the whole load. Job ids work as in `execute`.
   */
  load(table: Table, lines: AsyncIterable<string> | Iterable<string>, jobId: string): Promise<void>;

  /** Resolves to the state of the warehouse job that an `execute` or `load` submitted. */
  job(jobId: string): Promise<WarehouseJobState>;

  /** Lists the tables of a dataset by their full names (`dataset.table`), sorted. The list is empty for an unknown dataset. */
  tablesIn(dataset: string): Promise<readonly string[]>;

  /** Drops a table of the warehouse. Succeeds when the table does not exist. */
  drop(table: string): Promise<void>;

  close(): Promise<void>;
}
