import { exitCodeOfFailure } from '../bot/cli/exit-code.ts';
import { logOfFailedStart } from '../google-ports.ts';
import { failureOf } from '../operations/kit/failure.ts';
import type { CommandProcess } from './command-process.ts';

/**
 * Runs a process that serves in the cloud. If it fails, writes the reason to stdout as one JSON line with a severity, and resolves to the exit code.
 * Cloud Logging would show the lines of a text one by one, without a severity.
 */
export async function orLogged(current: CommandProcess, serve: () => Promise<number>): Promise<number> {
  try {
    return await serve();
  } catch (error) {
    const { kind, code, message } = failureOf(error);
    const { env, app } = current;
    const log = app?.app.log ?? (await logOfFailedStart(env['GCP_PROJECT_ID'] ?? '', env['TIPOFF_ROLE'] ?? 'all'));
    log.error({ code, ...(kind === 'defect' ? { error } : {}) }, message);
    return exitCodeOfFailure(kind);
  }
}
