import type * as z from 'zod';

/** The types of BigQuery that tables use here; each adapter maps them to its engine. */
export type ColumnType = 'STRING' | 'INT64' | 'FLOAT64' | 'BOOL' | 'DATE' | 'TIMESTAMP';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly mode: 'required' | 'nullable';
}

/** One table, described once: both engines' DDL and load schemas come from this. */
export interface Table {
  /** `dataset.table` */
  readonly name: string;
  readonly columns: readonly Column[];
  /** The columns that identify a row. */
  readonly key: readonly string[];
  readonly partitionBy?: string;
  readonly clusterBy?: readonly string[];
}

/** DATE as `2026-02-05`, TIMESTAMP as ISO 8601 in UTC. */
export type ParameterValue = string | number | boolean | null;
export interface Parameter {
  readonly type: ColumnType;
  readonly value: ParameterValue;
}

/**
 * A statement of the `sql` folders, by its path below `src/pipeline` without the ending: `features/sql/build`. Parameters stand in it as
 * `@name`, tables whose name is only known at run time as `${name}`.
 */
export interface Statement {
  readonly sql: string;
  readonly parameters?: Readonly<Record<string, Parameter>>;
  readonly tables?: Readonly<Record<string, string>>;
}

/** Known to have succeeded, known to have failed, or never heard of (then nothing of it happened). */
export type JobState =
  | { readonly state: 'succeeded' }
  | { readonly state: 'failed'; readonly message: string }
  | { readonly state: 'absent' };

/**
 * Where rows live that are asked in SQL. One SQL text serves every engine. A statement or load takes effect as a whole or not at
 * all. A warehouse that cannot be reached throws `Unavailable`; one that another process holds throws a `Problem` that names it.
 */
export interface Warehouse {
  /** All rows, each parsed by `row`. DATE and TIMESTAMP come as in `ParameterValue`, INT64 as number. */
  query<T>(statement: Statement, row: z.ZodType<T>): Promise<readonly T[]>;

  /** The same in pages, so that a result larger than memory can be read. */
  pages<T>(statement: Statement, row: z.ZodType<T>): AsyncIterable<readonly T[]>;

  /**
   * Runs a statement that changes rows, as the job of this id. Run again under the id of a job that succeeded it changes nothing.
   * `Unavailable` leaves the outcome open: ask `job`.
   */
  execute(statement: Statement, jobId: string): Promise<void>;

  /**
   * Loads newline-delimited JSON objects into a table, replacing what it held; creates the table when it is absent. Unknown fields and
   * values of a wrong type fail the load as a whole. Job ids as in `execute`. An expiring table vanishes by itself.
   */
  load(table: Table, lines: AsyncIterable<string> | Iterable<string>, jobId: string): Promise<void>;

  job(jobId: string): Promise<JobState>;

  /** Drops a table; absent is fine. */
  drop(table: string): Promise<void>;

  close(): Promise<void>;
}
