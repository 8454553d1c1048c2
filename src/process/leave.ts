import { type CommandProcess, closeAll, SIGNALS } from './command-process.ts';

const SAME_SIGNAL_MS = 1_000;
/** Cloud Run kills a container ten seconds after SIGTERM. */
const END_WITHIN_MS = 7_500;

/**
 * Closes everything, then ends the process. A signal to a process that serves limits the time: work that has not ended
 * by then is abandoned, which every store survives. A second signal ends the process immediately, except during the
 * first second: one Ctrl-C arrives twice, from the terminal and from the launcher.
 */
export async function leave(current: CommandProcess, code: number): Promise<void> {
  setTimeout(stopListening, SAME_SIGNAL_MS).unref();
  if (current.interrupt.signal.aborted) setTimeout(() => abandon(current, code), END_WITHIN_MS).unref();
  await closeAll(current);
  process.stdout.write('', () => process.exit(code));
}

/** Node would wait for native threads, and a statement of the warehouse may take minutes, so it is interrupted. */
function abandon({ app }: CommandProcess, code: number): void {
  app?.app.log.warn({}, 'the process ended before all of its work had stopped; the next start continues');
  app?.interruptWarehouse();
  process.exit(code);
}

/**
 * Ends the process by signal without waiting for running work, which every store survives. `process.exit` would wait
 * for native threads, and a busy warehouse may never release them.
 */
export async function dieOfSignal({ data, interrupt }: CommandProcess): Promise<void> {
  await data?.forget();
  stopListening();
  process.kill(process.pid, interrupt.signal.reason);
}

function stopListening(): void {
  for (const signal of SIGNALS) process.removeAllListeners(signal);
}
