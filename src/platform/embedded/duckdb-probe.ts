/**
 * A program that reads a DuckDB file which may be damaged: `duckdb-probe.ts <request>` prints one JSON object. It runs
 * in a process of its own, because a damaged file can crash DuckDB in ways that no `catch` sees. It starts often, so it loads few modules.
 */
import { DuckDBInstance } from '@duckdb/node-api';
import { errorText } from '../error-text.ts';
import { readContent } from './duckdb-content.ts';
import { sqlText } from './duckdb-copy.ts';
import { HELD } from './duckdb-held.ts';
import type { DuckdbProbeReply, DuckdbProbeRequest } from './duckdb-probe-protocol.ts';
import { salvageDuckdb } from './salvage-duckdb.ts';

const NAME = 'examined';

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
  if (request.kind === 'hold') return { type: 'readable', tables: [], migrations: [], rows_by_id: null };
  if (request.kind === 'salvage') {
    const tables = await salvageDuckdb(connection, NAME, request.to);
    return { type: 'readable', tables, migrations: [], rows_by_id: null };
  }
  await connection.run(`USE ${NAME}`);
  return { type: 'readable', ...(await readContent(connection, request.rowsById)) };
}

const answer = await reply(JSON.parse(process.argv[2] ?? ''));
process.stdout.write(JSON.stringify(answer), () => process.exit(0));
