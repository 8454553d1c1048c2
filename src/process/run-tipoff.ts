import { randomUUID } from 'node:crypto';
import { INTERRUPTED } from '../bot/cli/exit-code.ts';
import { progressLine } from '../bot/cli/progress-line.ts';
import { type RunnableOwnCommand, runCommandLine } from '../bot/cli/run-command-line.ts';
import type { Terminal } from '../bot/cli/terminal.ts';
import { GUARD_SUMMARY } from '../bot/guard/run-guard.ts';
import { callOwner } from '../bot/http/call-owner.ts';
import { OPERATIONS } from '../operations/registry.ts';
import { start } from '../operations/start/start.ts';
import { Problem } from '../platform/problem.ts';
import type { OpenChannel } from './open-channel.ts';
import {
  bearerOf,
  type CommandProcess,
  closeAll,
  commandProcess,
  configOf,
  type Environment,
  loadApp,
  person,
  reachOwnData,
  runAtData,
  runWithoutStores,
  version,
} from './own-process.ts';

const DEFAULT_COLUMNS = 100;
const SAME_SIGNAL_MS = 1_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Does what a command line says, and ends the process with its exit code. */
export async function runTipoff(env: Environment, argv: readonly string[]): Promise<void> {
  const own = commandProcess(env);
  for (const signal of SIGNALS) process.on(signal, () => own.interrupt.abort(signal));
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreBrokenPipe);
  const exitCode = await runCommandLine(
    {
      operations: OPERATIONS,
      ownCommands: [up(own), serve(own), mcp(own), guard()],
      version,
      terminal: terminal(),
      actor: person,
      request: randomUUID(),
      interrupted: own.interrupt.signal,
      run: async (operation, call) =>
        operation.opens === 'nothing'
          ? await runWithoutStores(own, operation, call)
          : await runAtData(own, operation, call),
      recordDefect: (error) => recordDefect(own, error),
    },
    argv,
  );
  if (exitCode === INTERRUPTED) await dieOfSignal(own);
  else await leave(own, exitCode);
}

/**
 * Work that goes on is waited for; another signal ends the process at once. Not for the first second: the one Ctrl-C of a terminal arrives
 * twice, from the terminal and from the launcher.
 */
async function leave(own: CommandProcess, code: number): Promise<void> {
  setTimeout(listenNoMore, SAME_SIGNAL_MS).unref();
  await closeAll(own);
  process.stdout.write('', () => process.exit(code));
}

/**
 * Ends in the middle of things, which every store survives. By the signal and not by `process.exit`, which waits for native threads: a
 * warehouse that is at work may never let them go.
 */
async function dieOfSignal({ data, interrupt }: CommandProcess): Promise<void> {
  await data?.forget();
  listenNoMore();
  process.kill(process.pid, interrupt.signal.reason);
}

function listenNoMore(): void {
  for (const signal of SIGNALS) process.removeAllListeners(signal);
}

function serve(own: CommandProcess): RunnableOwnCommand {
  return {
    name: 'serve',
    summary: 'Hold the data folder, open the channel and answer other commands until SIGTERM or Ctrl-C.',
    run: async (print) => {
      const { held, server } = await reachOwnData(own);
      if (held === 'elsewhere') throw alreadyServed(server.pid);
      await showChannel(own, print);
      print(
        `Serving ${configOf(own).dataFolder} at http://127.0.0.1:${server.port} (PID ${server.pid}). Ctrl-C ends it.\n`,
      );
      await own.app?.resume();
      await interrupted(own);
    },
  };
}

function mcp(own: CommandProcess): RunnableOwnCommand {
  return {
    name: 'mcp',
    summary: 'Speak MCP with an agent over stdin and stdout, through the process that serves the data folder.',
    run: async () => {
      const { serveStdio } = await import('../bot/mcp/serve-stdio.ts');
      const owner = { dataFolder: configOf(own).dataFolder, bearer: bearerOf(own) };
      const { stdin, stdout } = process;
      await serveStdio({
        operations: OPERATIONS,
        version,
        call: (operation, call) => callOwner(owner, operation, call),
        identity: owner.bearer === undefined ? 'person' : 'token',
        stdin,
        stdout,
        say: terminal().err,
        interrupted: own.interrupt.signal,
      });
    },
  };
}

/** Stands here for the list of commands; `main` runs it before any of this is loaded. */
function guard(): RunnableOwnCommand {
  return { name: 'guard', summary: GUARD_SUMMARY, run: () => Promise.resolve() };
}

function up(own: CommandProcess): RunnableOwnCommand {
  return {
    name: 'up',
    summary: "Open the channel, run tonight's batch in it, and stay until Ctrl-C. This is what `npm start` does.",
    run: async (print) => {
      const { held, server, run } = await reachOwnData(own);
      if (held === 'elsewhere') throw alreadyServed(server.pid);
      await showChannel(own, print);
      const progress = progressLine(terminal());
      const call = { input: { watch: true }, actor: person, request: randomUUID(), progress: progress.show };
      const outcome = await Promise.race([run(start, call), interrupted(own)]);
      progress.clear();
      if (outcome === undefined) return;
      print(`${outcome.message}\n\nTipoff goes on in the channel. Ctrl-C ends it; the next start goes on from here.\n`);
      await interrupted(own);
    },
  };
}

/** Starts the bot of the data that this process holds, and prints where its channel is. */
async function showChannel(own: CommandProcess, print: (text: string) => void): Promise<void> {
  if (own.app === undefined) return;
  const { startBot } = await import('./start-bot.ts');
  const { watches, jobs, channel } = startBot(own.app.app, configOf(own));
  own.watches = watches;
  own.jobs = jobs;
  own.channel = await channel;
  print(channelText(own.channel));
}

function channelText({ address, slack }: OpenChannel): string {
  if (address !== undefined) return `The channel is open in your browser at\n\n    ${address}\n\n`;
  return slack === 'reached'
    ? 'The bot is connected to Slack.\n'
    : 'Slack cannot be reached now. The bot keeps trying, and posts what is due when it can.\n';
}

function alreadyServed(pid: number): Problem {
  const message = `Process ${pid} serves this data folder already; every command here asks it.`;
  return new Problem({ code: 'already_served', message });
}

async function recordDefect(own: CommandProcess, error: unknown): Promise<string> {
  try {
    const { app, logPath } = own.app ?? (await loadApp(own));
    app.log.error({ error }, 'A command met a defect');
    return `details in ${logPath}`;
  } catch (logError) {
    return `and its details could not be written: ${logError instanceof Error ? logError.message : String(logError)}`;
  }
}

function terminal(): Terminal {
  const { stdout, stderr } = process;
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    progress: stderr.isTTY ? 'one line rewritten' : 'plain lines',
    columns: stderr.columns || DEFAULT_COLUMNS,
    clock: () => performance.now(),
  };
}

function interrupted({ interrupt }: CommandProcess): Promise<void> {
  return new Promise((resolve) => {
    if (interrupt.signal.aborted) resolve();
    interrupt.signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** A reader that has seen enough (`| head`) does not stop the work. */
function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
