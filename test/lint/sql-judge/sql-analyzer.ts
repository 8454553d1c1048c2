import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { arch, platform } from 'node:process';
import * as z from 'zod';
import { datasetOf } from '#src/platform/table-ddl.ts';
import type { ColumnType, Table } from '#src/platform/warehouse.ts';
import language from './bigquery-language.json' with { type: 'json' };
import { ZETASQL_LIBRARY } from './zetasql-folder.ts';

/** Statements of the features are nested more than 100 levels deep, which is the default limit. */
const RECURSION_LIMIT = 100_000;
const TYPE_KINDS: Readonly<Record<ColumnType, string>> = {
  STRING: 'TYPE_STRING',
  INT64: 'TYPE_INT64',
  FLOAT64: 'TYPE_DOUBLE',
  BOOL: 'TYPE_BOOL',
  DATE: 'TYPE_DATE',
  TIMESTAMP: 'TYPE_TIMESTAMP',
};
/** BigQuery has MAX_BY and MIN_BY, and documents what they mean. ZetaSQL's library lacks both. */
const MOST_BY = /\b(MAX|MIN)_BY\(([^(),]+),([^(),]+)\)/g;
const LANGUAGE = {
  productMode: 'PRODUCT_EXTERNAL',
  nameResolutionMode: 'NAME_RESOLUTION_DEFAULT',
  reservedKeywords: ['QUALIFY'],
  enabledLanguageFeatures: language.features,
  supportedStatementKinds: language.statements,
};

interface ZetasqlClient {
  testConnection(): Promise<boolean>;
  analyze(request: object): Promise<unknown>;
}
interface ZetasqlPackage {
  readonly ZetaSQLClient: { init(port: number): void; getInstance(): ZetasqlClient };
}
interface Protobuf {
  readonly util: { recursionLimit: number };
  readonly Reader: { recursionLimit: number };
}
const AnalyzerError = z.object({ details: z.string() });

export interface JudgedStatement {
  readonly sql: string;
  readonly parameters?: Readonly<Record<string, ColumnType>>;
}

/** Google's own SQL analyzer, with BigQuery's language and a catalog of tables. */
export interface SqlAnalyzer {
  /** Returns the analyzer's objection to a statement; undefined if it has none. */
  faultOf(statement: JudgedStatement, tables: readonly Table[]): Promise<string | undefined>;
  close(): void;
}

/** Starts the analyzer as a child process on a free port of the loopback interface. */
export async function startAnalyzer(): Promise<SqlAnalyzer> {
  const port = await freePort();
  const server = spawn(serverPath(), ['localhost', String(port)], { stdio: 'ignore' });
  const client = clientOf(port);
  if (!(await client.testConnection())) {
    server.kill();
    throw new Error('the SQL analyzer did not start');
  }
  return { faultOf: (statement, tables) => faultOf(client, statement, tables), close: () => stop(server) };
}

function clientOf(port: number): ZetasqlClient {
  const load = createRequire(`${ZETASQL_LIBRARY}/`);
  const protobuf: Protobuf = load('protobufjs');
  protobuf.Reader.recursionLimit = RECURSION_LIMIT;
  protobuf.util.recursionLimit = RECURSION_LIMIT;
  const { ZetaSQLClient }: ZetasqlPackage = load('./index.js');
  ZetaSQLClient.init(port);
  return ZetaSQLClient.getInstance();
}

async function faultOf(
  client: ZetasqlClient,
  { sql, parameters = {} }: JudgedStatement,
  tables: readonly Table[],
): Promise<string | undefined> {
  try {
    await client.analyze({
      sqlStatement: sql.replace(MOST_BY, 'ANY_VALUE($2 HAVING $1 $3)'),
      simpleCatalog: catalogOf(tables),
      options: {
        languageOptions: LANGUAGE,
        parameterMode: 'PARAMETER_NAMED',
        errorMessageMode: 'ERROR_MESSAGE_ONE_LINE',
        defaultTimezone: 'UTC',
        queryParameters: Object.entries(parameters).map(([name, type]) => ({ name, type: typeKind(type) })),
      },
    });
    return undefined;
  } catch (error) {
    const refusal = AnalyzerError.safeParse(error);
    if (!refusal.success) throw error;
    return refusal.data.details;
  }
}

function catalogOf(tables: readonly Table[]) {
  const numbered = tables.map((table, index) => ({ table, serializationId: index + 1 }));
  const datasets = Map.groupBy(numbered, ({ table }) => datasetOf(table.name));
  const catalog = [...datasets].map(([name, members]) => ({
    name,
    table: members.map(({ table, serializationId }) => ({
      name: table.name.slice(name.length + 1),
      serializationId,
      column: table.columns.map((column) => ({ name: column.name, type: typeKind(column.type) })),
    })),
  }));
  return { name: 'bigquery', builtinFunctionOptions: { languageOptions: LANGUAGE }, catalog };
}

function typeKind(type: ColumnType) {
  return { typeKind: TYPE_KINDS[type] };
}

function serverPath(): string {
  const extension = `${arch.startsWith('arm') ? '_arm' : ''}${platform === 'darwin' ? '' : '.so'}`;
  return `${ZETASQL_LIBRARY}/zetasql/remote_server${extension}`;
}

/** The server does not end on a polite signal while a client is connected. */
function stop(server: ChildProcess): void {
  server.kill('SIGKILL');
}

async function freePort(): Promise<number> {
  const probe = createServer();
  const { promise, resolve } = Promise.withResolvers<void>();
  probe.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = probe.address();
  await new Promise((closed) => probe.close(closed));
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return address.port;
}
