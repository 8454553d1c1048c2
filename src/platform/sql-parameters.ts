import type { Parameter } from './warehouse.ts';

/**
 * The character that starts a parameter in SQL. BigQuery uses `@`. DuckDB uses `$`, because it reads `@name` as
 * ABS(name).
 */
export type ParameterPrefix = '$' | '@';

export interface StatementText {
  /** The name of the SQL statement, which errors show. */
  readonly name: string;
  readonly text: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly tables: Readonly<Record<string, string>>;
}

const TOKEN = /'[^']*'|"[^"]*"|`[^`]*`|--[^\n]*|\/\*[\s\S]*?\*\/|@(\w+)|\$\{(\w*)\}/g;
const TABLE = /^[A-Za-z_]\w*\.[A-Za-z_]\w*$/;

/**
 * Renders a SQL statement for an engine. Replaces the `@` of each parameter with the engine's prefix, and `${name}`
 * with the table of that name. Strings, quoted identifiers and comments stay unchanged. Throws when the text uses a
 * name that has no value, or when a given name is not used.
 */
export function renderStatement(statement: StatementText, mark: ParameterPrefix): string {
  const seen = new Set<string>();
  const sql = statement.text.replace(TOKEN, (token: string, parameter?: string, table?: string) => {
    if (parameter !== undefined) {
      seen.add(`@${parameter}`);
      return `${mark}${parameter}`;
    }
    if (table === undefined) return token;
    seen.add(`\${${table}}`);
    return tableName(statement, table);
  });
  const given = [
    ...Object.keys(statement.parameters).map((name) => `@${name}`),
    ...Object.keys(statement.tables).map((name) => `\${${name}}`),
  ];
  assertNone(
    statement,
    'used without a value',
    [...seen].filter((name) => !given.includes(name)),
  );
  assertNone(
    statement,
    'given but not used',
    given.filter((name) => !seen.has(name)),
  );
  return sql;
}

function tableName({ name, tables }: StatementText, key: string): string {
  const table = Object.hasOwn(tables, key) ? tables[key] : undefined;
  if (table === undefined) return '';
  if (!TABLE.test(table))
    throw new Error(`statement ${name}: \${${key}} is not a table name like dataset.table: ${table}`);
  return table;
}

function assertNone({ name }: StatementText, problem: string, names: readonly string[]): void {
  if (names.length > 0) throw new Error(`statement ${name}: ${problem}: ${names.join(', ')}`);
}
