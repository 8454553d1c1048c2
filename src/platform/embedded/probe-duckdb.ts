import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { errorText } from '../error-text.ts';
import { Problem } from '../problem.ts';
import { WAREHOUSE_FILE } from './data-folder-files.ts';
import { DuckdbProbeReply, type DuckdbProbeRequest } from './duckdb-probe-protocol.ts';

const PROBE = fileURLToPath(new URL('duckdb-probe.ts', import.meta.url));
/**
 * The time limit for the child process that reads a DuckDB file. DuckDB may never finish reading a large damaged file.
 */
const TIMEOUT_MS = 600_000;
const MAX_REPLY_BYTES = 16 * 1024 * 1024;

/** Reads a DuckDB file in a child process. If DuckDB crashes or does not finish, the file counts as unreadable. */
export async function probeDuckdb(request: DuckdbProbeRequest): Promise<DuckdbProbeReply> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [PROBE, JSON.stringify(request)], {
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
      maxBuffer: MAX_REPLY_BYTES,
    });
    return DuckdbProbeReply.parse(JSON.parse(stdout));
  } catch (error) {
    return { type: 'unreadable', fault: `DuckDB ended without an answer (${errorText(error).split('\n', 1)[0]})` };
  }
}

/**
 * Resolves to the PID of the process that has the folder's warehouse open. The PID is 0 when it is unknown, and null
 * when no process has the warehouse open.
 */
export async function holderOf(folder: string): Promise<number | null> {
  const path = join(folder, WAREHOUSE_FILE);
  if (!existsSync(path)) return null;
  const reply = await probeDuckdb({ kind: 'hold', path });
  return reply.type === 'held' ? reply.pid : null;
}

/** Throws a `Problem` `data_held` while a process has the folder's warehouse open. */
export async function refuseHeld(folder: string): Promise<void> {
  const pid = await holderOf(folder);
  if (pid === null) return;
  const holder = pid === 0 ? 'Another process' : `Process ${pid}`;
  throw new Problem({
    code: 'data_held',
    message: `${holder} serves the data folder ${folder}. Stop it, then run this command again. Nothing was changed.`,
  });
}
