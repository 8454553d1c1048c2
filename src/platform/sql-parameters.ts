import type { Parameter } from './warehouse.ts';

/** `$` for DuckDB, where `@name` would silently mean ABS(name); `@` for BigQuery. */
export type ParameterMark = '$' | '@';

export interface StatementText {
  /** Names the statement in errors. */
  readonly name: string;
  readonly text: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly tables: Readonly<Record<string, string>>;
}

const TOKEN = /'[^']*'|"[^"]*"|`[^`]*`|--[^\n]*|\/\*[\s\S]*?\*\/|@(\w+)|\$\{(\w*)\}/g;
const TABLE = /^[A-Za-z_]\w*\.[A-Za-z_]\w*$/;

/**
 * The text an engine runs: `@name` gets the mark of the engine and `${name}` becomes the table given under that name. Strings, quoted
 * identifiers and comments stay as they are. Throws when a name of the text is not given, or one given is not in the text.
 */
export function renderStatement(statement: StatementText, mark: ParameterMark): string {
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
  refuse(
    statement,
    'are not given a value',
    [...seen].filter((name) => !given.includes(name)),
  );
  refuse(
    statement,
    'do not occur in it',
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

function refuse({ name }: StatementText, problem: string, names: readonly string[]): void {
  if (names.length > 0) throw new Error(`statement ${name}: ${names.join(', ')} ${problem}`);
}
