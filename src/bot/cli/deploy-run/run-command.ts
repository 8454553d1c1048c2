import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import * as z from 'zod';
import { errorText } from '../../../platform/error-text.ts';
import type { DeploySignals } from './forward-signals.ts';

/** The exit codes of shells for a program that was not found, and for one that cannot be started. */
const NOT_FOUND = 127;
const NOT_STARTED = 126;
const BY_SIGNAL = 128;

export interface CommandToRun {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** How a command ended. A command that cannot be started has ended, too. `what` continues a sentence, such as `exited with 1`. */
export interface CommandEnd {
  /** The exit code as a shell reports it: 128 and more for a signal. */
  readonly code: number;
  readonly what: string;
}

/**
 * Runs a command with the input and output of this process, and resolves when it has ended. The command gets a process
 * group of its own. A terminal sends Ctrl-C to its own group only, so each signal reaches the command and everything
 * that it started exactly once, from here.
 */
export function runCommand(command: CommandToRun, signals: DeploySignals): Promise<CommandEnd> {
  const { program, args, folder, env } = command;
  const { promise, resolve } = Promise.withResolvers<CommandEnd>();
  const child = spawn(program, [...args], { cwd: folder, env: { ...env }, stdio: 'inherit', detached: true });
  const stop = signals.listen((signal) => sendToGroup(child.pid, signal));
  child.on('error', (error) => resolve(notStarted(program, error)));
  child.on('exit', (code, signal) => resolve(signal === null ? exited(code ?? 0) : killed(signal)));
  return promise.finally(stop);
}

/** The command a shell runs for a line. */
export function shellLine(line: string): Pick<CommandToRun, 'program' | 'args'> {
  return { program: '/bin/sh', args: ['-c', line] };
}

/** Returns the exit code of a process that a signal ended. */
export function codeOfSignal(signal: NodeJS.Signals): number {
  return BY_SIGNAL + constants.signals[signal];
}

function sendToGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // The group can end between the signal and this call.
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}

function exited(code: number): CommandEnd {
  return { code, what: `exited with ${code}` };
}

function killed(signal: NodeJS.Signals): CommandEnd {
  return { code: codeOfSignal(signal), what: `was ended by ${signal}` };
}

function notStarted(program: string, error: Error): CommandEnd {
  if (codeOf(error) === 'ENOENT') return { code: NOT_FOUND, what: `could not start, because ${program} was not found` };
  return { code: NOT_STARTED, what: `could not start: ${errorText(error)}` };
}

const SystemError = z.object({ code: z.string() });

function codeOf(error: unknown): string | undefined {
  return SystemError.safeParse(error).data?.code;
}
