/**
 * Reads a DuckDB file that may be damaged, in a process of its own: `duckdb-probe.ts <request>` prints one JSON object. A damaged file can
 * end the engine in ways that no `catch` sees.
 */
import { DuckDBInstance } from '@duckdb/node-api';
import { errorText } from '../error-text.ts';
import { sqlText, tablesOf } from './duckdb-copy.ts';
import type { ProbedTable, DuckdbProbeReply, DuckdbProbeRequest } from './duckdb-probe-protocol.ts';
import { salvageDuckdb } from './salvage-duckdb.ts';

const NAME = 'examined';
const HELD = /Could not set lock on file.*?(?:\(PID (\d+)\)|$)/s;

async function reply(request: DuckdbProbeRequest): Promise<DuckdbProbeReply> {
  try {
    return await open(request);
  } catch (error) {
    const fault = errorText(error);
    const held = HELD.exec(fault);
    return held === null ? { type: 'unreadable', fault } : { type: 'held', pid: Number(held[1] ?? 0) };
  }
}

async function open(request: DuckdbProbeRequest): Promise<DuckdbProbeReply> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '512MiB' });
  const connection = await instance.connect();
  await connection.run(`ATTACH ${sqlText(request.path)} AS ${NAME} (READ_ONLY)`);
  if (request.kind === 'hold') return { type: 'readable', tables: [], migrations: [] };
  if (request.kind === 'salvage') {
    return { type: 'readable', tables: await salvageDuckdb(connection, NAME, request.to), migrations: [] };
  }
  const readAll = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJson();
  const tables: ProbedTable[] = [];
  for (const table of await tablesOf(connection, NAME)) {
    const [[rows] = []] = await readAll(`SELECT count(*) FROM ${NAME}.${table}`);
    // Only reading every value compares every block with its checksum.
    const fault = await readAll(`SELECT bit_xor(hash(t)) FROM ${NAME}.${table} AS t`).then(() => null, errorText);
    tables.push({ table, rows: Number(rows), lost: 0, fault });
  }
  const migrations = await readAll(`SELECT id FROM ${NAME}.tipoff_meta.migrations`).catch(() => []);
  return { type: 'readable', tables, migrations: migrations.map(([id]) => String(id)) };
}

const answer = await reply(JSON.parse(process.argv[2] ?? ''));
process.stdout.write(JSON.stringify(answer), () => process.exit(0));
