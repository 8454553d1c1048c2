import { setTimeout as pause } from 'node:timers/promises';
import type { ExitCode } from './exit-code.ts';

/** Runs one answer after the other, with a pause between them, until the signal is aborted. Resolves to the last exit code. */
export async function repeatUntil(
  interrupted: AbortSignal,
  everyMs: number,
  answer: () => Promise<ExitCode>,
): Promise<ExitCode> {
  for (;;) {
    const code = await answer();
    await pause(everyMs, undefined, { signal: interrupted }).catch(() => undefined);
    if (interrupted.aborted) return code;
  }
}
