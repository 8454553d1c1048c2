import type { Actor } from '../../coordination/identity/actor.ts';
import { type Failure, failureOf } from '../../operations/kit/failure.ts';
import { parseTyped } from '../../operations/kit/input/parse-typed.ts';
import type { NextStep, Operation, Outcome, Progress } from '../../operations/kit/operation.ts';
import { stepCommand } from '../../operations/kit/step-command.ts';
import { type ExitCode, exitCodeOfFailure, exitCodeOfOutcome, INTERRUPTED } from './exit-code.ts';
import { failureAsJson, json, outcomeAsJson, outcomeAsText } from './format-outcome.ts';
import { type Grammar, type OwnCommand, type Parsed, parseCommandLine } from './parse-command-line.ts';
import { progressLine } from './progress-line.ts';
import { repeatUntil } from './repeat-until.ts';
import type { Terminal } from './terminal.ts';

/** How an own command was called. `given` is not parsed yet. */
interface OwnCommandCall {
  readonly given: Readonly<Record<string, unknown>>;
  readonly format: Format;
}

/**
 * A command that concerns only its own process. `run` prints the command's output and resolves to the exit code when the
 * process may exit.
 */
export interface RunnableOwnCommand extends OwnCommand {
  run(print: Progress, call: OwnCommandCall): Promise<number>;
}

export interface CommandLine extends Grammar {
  readonly ownCommands: readonly RunnableOwnCommand[];
  /** Loads the operations of next steps, which the answer writes as commands. */
  readonly operationsOf: (steps: readonly NextStep[]) => Promise<readonly Operation[]>;
  readonly terminal: Terminal;
  readonly actor: Actor;
  /** The request id of the operation that this command line calls. */
  readonly request: string;
  /** Runs an operation in the process that holds the data. `input` is already parsed. */
  readonly run: (
    operation: Operation,
    call: { input: Record<string, unknown>; actor: Actor; request: string; progress: Progress },
  ) => Promise<Outcome<unknown>>;
  /**
   * Logs a defect. Resolves to the place of the log entry as a person reads it, such as `details in data/tipoff.log`.
   */
  readonly recordDefect: (error: unknown) => Promise<string>;
  /** The signal is aborted when the person presses Ctrl-C. */
  readonly interrupted: AbortSignal;
}

/**
 * Runs a command line and resolves to its exit code. This is the only place in the command line that catches errors.
 */
export async function runCommandLine(commandLine: CommandLine, argv: readonly string[]): Promise<number> {
  const format = argv.includes('--json') ? 'json' : 'text';
  try {
    const parsed = parseCommandLine(commandLine, argv);
    switch (parsed.kind) {
      case 'help':
        return showHelp(commandLine, parsed.text, format);
      case 'wrong':
        return fail(commandLine, { kind: 'bad_input', code: 'bad_command_line', message: parsed.message }, format);
      case 'own':
        return await runOwn(commandLine, parsed.name, { given: parsed.given, format });
      case 'operation':
        return await runRepeatedly(commandLine, parsed, format);
    }
  } catch (error) {
    return await failWith(commandLine, error, format);
  }
}

async function failWith(commandLine: CommandLine, error: unknown, format: Format): Promise<ExitCode> {
  const failure = failureOf(error);
  if (failure.kind !== 'defect') return fail(commandLine, failure, format);
  const message = `Tipoff has a defect: ${failure.message}; ${await commandLine.recordDefect(error)}`;
  return fail(commandLine, { ...failure, message }, format);
}

type ParsedOperation = Extract<Parsed, { kind: 'operation' }>;

/** Runs an operation once, or with `--watch` until Ctrl-C. A watch continues when a store or a server is unavailable. */
async function runRepeatedly(commandLine: CommandLine, parsed: ParsedOperation, format: Format): Promise<ExitCode> {
  const { watchEveryMs } = parsed;
  if (watchEveryMs === undefined) return await runOperation(commandLine, parsed, format);
  return await repeatUntil(commandLine.interrupted, watchEveryMs, async () => {
    try {
      return await runOperation(commandLine, parsed, format);
    } catch (error) {
      if (failureOf(error).kind !== 'unavailable') throw error;
      return await failWith(commandLine, error, format);
    }
  });
}

type Format = 'json' | 'text';

async function runOwn({ ownCommands, terminal }: CommandLine, name: string, call: OwnCommandCall): Promise<number> {
  const command = ownCommands.find((own) => own.name === name);
  if (command === undefined) throw new Error(`the command ${name} was parsed, but does not exist`);
  return await command.run(terminal.out, call);
}

async function runOperation(
  commandLine: CommandLine,
  { operation, given }: { operation: Operation; given: Readonly<Record<string, unknown>> },
  format: Format,
): Promise<ExitCode> {
  const { terminal, actor, request, interrupted, operations } = commandLine;
  const input = parseTyped(operation, given, (meant) => stepCommand(meant, operations));
  const progress = progressLine(terminal);
  try {
    const outcome = await Promise.race([
      commandLine.run(operation, { input, actor, request, progress: progress.show }),
      whenAborted(interrupted),
    ]);
    progress.clear();
    if (outcome === 'interrupted') {
      terminal.err(`Interrupted. ${operation.onInterrupt ?? 'Nothing was left half done.'}\n`);
      return INTERRUPTED;
    }
    terminal.out(
      format === 'json'
        ? outcomeAsJson(operation, outcome)
        : await outcomeAsText(operation.name, outcome, {
            operations: await commandLine.operationsOf(outcome.next),
            page: terminal.page,
          }),
    );
    return exitCodeOfOutcome(outcome);
  } finally {
    progress.clear();
  }
}

function showHelp({ terminal, operations }: CommandLine, text: string, format: Format): ExitCode {
  if (format === 'text') {
    terminal.out(text);
    return 0;
  }
  const commands = operations.map(({ name, summary, effect }) => ({ name, summary, effect }));
  const outcome = {
    decision: 'done',
    code: 'help',
    message: 'These are the commands.',
    data: { commands },
    next: [],
  } as const;
  terminal.out(json(outcome));
  return 0;
}

function fail({ terminal }: CommandLine, failure: Failure, format: Format): ExitCode {
  if (format === 'json') terminal.out(failureAsJson(failure));
  else terminal.err(`${failure.message}\n`);
  return exitCodeOfFailure(failure.kind);
}

function whenAborted(signal: AbortSignal): Promise<'interrupted'> {
  const { promise, resolve } = Promise.withResolvers<'interrupted'>();
  if (signal.aborted) resolve('interrupted');
  signal.addEventListener('abort', () => resolve('interrupted'), { once: true });
  return promise;
}
