import { randomBytes, randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import packageJson from '../package.json' with { type: 'json' };
import type { OpenChannel } from './app.ts';
import { INTERRUPTED } from './bot/cli/exit-code.ts';
import { progressLine } from './bot/cli/progress-line.ts';
import { type RunnableOwnCommand, runCommandLine } from './bot/cli/run-command-line.ts';
import type { Terminal } from './bot/cli/terminal.ts';
import { callOwner } from './bot/http/call-owner.ts';
import { type ReachedData, reachData } from './bot/http/reach-data.ts';
import { type Config, readConfig } from './config.ts';
import { personAt } from './coordination/identity/actor.ts';
import type { OpenApp } from './operations/app.ts';
import { authenticate } from './operations/authenticate.ts';
import { OPERATIONS } from './operations/registry.ts';
import { start } from './operations/start/start.ts';
import { Problem } from './platform/problem.ts';

const DEFAULT_COLUMNS = 100;
const SAME_SIGNAL_MS = 1_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const actor = personAt('cli', { name: userInfo().username });
const request = randomUUID();
const { version } = packageJson;
const interrupt = new AbortController();
const opened: { app?: OpenApp; data?: ReachedData; channel?: OpenChannel } = {};

for (const signal of SIGNALS) process.on(signal, () => interrupt.abort(signal));
for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreBrokenPipe);

const exitCode = await runCommandLine(
  {
    operations: OPERATIONS,
    ownCommands: [up(), serve(), mcp()],
    version,
    terminal: terminal(),
    actor,
    request,
    interrupted: interrupt.signal,
    run: async (operation, call) =>
      operation.opens === 'nothing'
        ? await operation.run((await loadApp()).app, call)
        : await (await reach()).run(operation, call),
    recordDefect,
  },
  process.argv.slice(2),
);
if (exitCode === INTERRUPTED) await dieOfSignal();
else await leave(exitCode);

/**
 * Work that goes on is waited for; another signal ends the process at once. Not for the first second: the one Ctrl-C of a terminal arrives
 * twice, from the terminal and from the launcher.
 */
async function leave(code: number): Promise<void> {
  setTimeout(listenNoMore, SAME_SIGNAL_MS).unref();
  await opened.channel?.close();
  await (opened.data ?? opened.app)?.close();
  process.stdout.write('', () => process.exit(code));
}

/**
 * Ends in the middle of things, which every store survives. By the signal and not by `process.exit`, which waits for native threads: a
 * warehouse that is at work may never let them go.
 */
async function dieOfSignal(): Promise<void> {
  await opened.data?.forget();
  listenNoMore();
  process.kill(process.pid, interrupt.signal.reason);
}

function listenNoMore(): void {
  for (const signal of SIGNALS) process.removeAllListeners(signal);
}

/** Who asks by this process, where it is not the person who started it. */
function bearer(): string | undefined {
  return process.env['TIPOFF_TOKEN']?.trim() || undefined;
}

function config(): Config {
  return readConfig({ ...process.env }, process.cwd());
}

async function loadApp(): Promise<OpenApp> {
  const { openApp } = await import('./app.ts');
  opened.app = await openApp(config());
  return opened.app;
}

async function reach(): Promise<ReachedData> {
  opened.data = await reachData({
    dataFolder: config().dataFolder,
    operations: OPERATIONS,
    person: actor,
    token: randomBytes(32).toString('base64url'),
    bearer: bearer(),
    authenticate,
    mounts: (app) => ({
      '/mcp': async (exchange) =>
        (await import('./bot/mcp/answer-mcp.ts')).answerMcp({ app, operations: OPERATIONS, version }, exchange),
    }),
    version,
    openApp: loadApp,
  });
  return opened.data;
}

function serve(): RunnableOwnCommand {
  return {
    name: 'serve',
    summary: 'Hold the data folder, open the channel and answer other commands until SIGTERM or Ctrl-C.',
    run: async (print) => {
      const { held, server } = await reach();
      if (held === 'elsewhere') throw alreadyServed(server.pid);
      print(`Serving ${config().dataFolder} at http://127.0.0.1:${server.port} (PID ${server.pid}). Ctrl-C ends it.\n`);
      await showChannel(print);
      await opened.app?.resume();
      await interrupted();
    },
  };
}

function mcp(): RunnableOwnCommand {
  return {
    name: 'mcp',
    summary: 'Speak MCP over stdin and stdout for an agent, by the process that serves the data folder.',
    run: async () => {
      const { serveStdio } = await import('./bot/mcp/serve-stdio.ts');
      const owner = { dataFolder: config().dataFolder, bearer: bearer() };
      const { stdin, stdout } = process;
      await serveStdio({
        operations: OPERATIONS,
        version,
        call: (operation, call) => callOwner(owner, operation, call),
        identity: owner.bearer === undefined ? 'person' : 'token',
        stdin,
        stdout,
        say: terminal().err,
        interrupted: interrupt.signal,
      });
    },
  };
}

function up(): RunnableOwnCommand {
  return {
    name: 'up',
    summary: "Open the channel, run tonight's batch in it, and stay until Ctrl-C. This is what `npm start` does.",
    run: async (print) => {
      const { held, server, run } = await reach();
      if (held === 'elsewhere') throw alreadyServed(server.pid);
      await showChannel(print);
      const progress = progressLine(terminal());
      const call = { input: { watch: true }, actor, request, progress: progress.show };
      const outcome = await Promise.race([run(start, call), interrupted()]);
      progress.clear();
      if (outcome === undefined) return;
      print(`${outcome.message}\n\nTipoff goes on in the channel. Ctrl-C ends it; the next start goes on from here.\n`);
      await interrupted();
    },
  };
}

/** Opens the channel of what this process holds, and says where it is. */
async function showChannel(print: (text: string) => void): Promise<void> {
  if (opened.app === undefined) return;
  const { openChannel } = await import('./app.ts');
  opened.channel = await openChannel(opened.app, config());
  const { address } = opened.channel;
  print(
    address === undefined
      ? 'The bot is connected to Slack.\n'
      : `The channel is open in your browser at\n\n    ${address}\n\n`,
  );
}

function alreadyServed(pid: number): Problem {
  const message = `Process ${pid} serves this data folder already; every command here asks it.`;
  return new Problem({ code: 'already_served', message });
}

async function recordDefect(error: unknown): Promise<string> {
  try {
    const { app, logPath } = opened.app ?? (await loadApp());
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

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    if (interrupt.signal.aborted) resolve();
    interrupt.signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** A reader that has seen enough (`| head`) does not stop the work. */
function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
