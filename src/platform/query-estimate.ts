import type { Parameter } from './warehouse.ts';

/** What a statement of the warehouse would cost, without running it. */
export interface QueryEstimate {
  /** The name of the statement, such as `features/sql/build`. */
  readonly statement: string;
  /** The bytes that the statement would read. */
  readonly bytes: number;
  /** The number of tables that it reads. */
  readonly tables: number;
}

/** The estimates of all statements, and the names of those that need a table which exists only while they are used. */
export interface QueryEstimates {
  readonly estimates: readonly QueryEstimate[];
  readonly withoutEstimate: readonly string[];
}

/** Returns the values with which a statement is estimated, by the names of its parameters. */
export type SampleParameters = (text: string) => Readonly<Record<string, Parameter>>;
