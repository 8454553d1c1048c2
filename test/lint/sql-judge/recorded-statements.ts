import type { Statement, Table, Warehouse } from '#src/platform/warehouse.ts';

/** A statement as the code passes it to the warehouse, with the tables that its placeholders stand for. */
export interface RecordedStatement {
  readonly statement: Statement;
  readonly tables: readonly Table[];
}

export interface StatementRecorder {
  readonly warehouse: Warehouse;
  /** Every statement that ran, once for each combination of parameter types. */
  readonly statements: () => readonly RecordedStatement[];
}

/** Notes the types of the parameters, and the tables behind the placeholders, of every statement that a warehouse runs. */
export function statementRecorder(inner: Warehouse): StatementRecorder {
  const loaded = new Map<string, Table>();
  const recorded = new Map<string, RecordedStatement>();
  const record = (statement: Statement): void => {
    const { sql, parameters = {}, tables = {} } = statement;
    const types = Object.entries(parameters).map(([name, { type }]) => `${name} ${type}`);
    const given = Object.values(tables).map((name) => tableNamed(loaded, name));
    recorded.set([sql, ...types].join('\n'), { statement, tables: given });
  };
  const warehouse: Warehouse = {
    ...inner,
    query(statement, row) {
      record(statement);
      return inner.query(statement, row);
    },
    pages(statement, row) {
      record(statement);
      return inner.pages(statement, row);
    },
    async execute(statement, jobId) {
      record(statement);
      await inner.execute(statement, jobId);
    },
    async load(table, lines, jobId) {
      loaded.set(table.name, table);
      await inner.load(table, lines, jobId);
    },
  };
  return { warehouse, statements: () => [...recorded.values()] };
}

function tableNamed(loaded: ReadonlyMap<string, Table>, name: string): Table {
  const table = loaded.get(name);
  if (table === undefined) throw new Error(`a statement uses the table ${name}, which nothing loaded`);
  return table;
}
