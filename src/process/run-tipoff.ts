import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { splitDeployRun } from '../bot/cli/deploy-run/deploy-run-command.ts';
import { INTERRUPTED } from '../bot/cli/exit-code.ts';
import type { OwnCommand } from '../bot/cli/parse-command-line.ts';
import { progressLine } from '../bot/cli/progress-line.ts';
import { type RunnableOwnCommand, runCommandLine } from '../bot/cli/run-command-line.ts';
import { GUARD_SUMMARY } from '../bot/guard/run-guard.ts';
import { sharesStores } from '../config/config.ts';
import { type GivenRole, refuseParts, SERVE_ROLES, type ServeRole } from '../config/serve-config.ts';
import { parseTyped } from '../operations/kit/input/parse-typed.ts';
import { stepCommand } from '../operations/kit/step-command.ts';
import { loadOperation } from '../operations/load-operation.ts';
import { errorText } from '../platform/error-text.ts';
import { Problem } from '../platform/problem.ts';
import { operationsOfLine, operationsOfSteps } from './command-operations.ts';
import {
  type CommandProcess,
  commandProcess,
  configOf,
  type Environment,
  loadApp,
  openDataOf,
  person,
  runAtData,
  runWithoutStores,
  SIGNALS,
  version,
} from './command-process.ts';
import { deployRun } from './deploy-run.ts';
import { dieOfSignal, leave } from './leave.ts';
import { runningPage } from './local-page.ts';
import { mcpCommand } from './mcp-command.ts';
import type { OpenChannel } from './open-channel.ts';
import { openCommand } from './open-command.ts';
import { terminal } from './process-terminal.ts';
import { readServiceMap } from './service-settings.ts';
import { completionCommand, versionCommand } from './shell-commands.ts';

const WITHOUT_INPUT = { input: z.strictObject({}), positionals: [] } as const;

/** Runs a command line and ends the process with its exit code. */
export async function runTipoff(env: Environment, argv: readonly string[]): Promise<void> {
  const current = commandProcess(env);
  for (const signal of SIGNALS) process.on(signal, () => current.interrupt.abort(signal));
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreBrokenPipe);
  const { line, command } = splitDeployRun(argv);
  const readServices = async () => [...(await readServiceMap(configOf(current).services)).keys()];
  const ownCommands: readonly RunnableOwnCommand[] = [
    up(current),
    openCommand(current),
    serve(current),
    mcpCommand(current),
    guard(),
    deployRun(current, command, terminal()),
    versionCommand(),
    completionCommand({ ownCommands: () => ownCommands, readServices }),
  ];
  const exitCode = await runCommandLine(
    {
      operations: await operationsOfLine(line, ownCommands),
      operationsOf: operationsOfSteps,
      ownCommands,
      version,
      terminal: terminal(),
      actor: person,
      request: randomUUID(),
      interrupted: current.interrupt.signal,
      run: async (operation, call) =>
        operation.opens === 'nothing'
          ? await runWithoutStores(current, operation, call)
          : await runAtData(current, operation, call),
      recordDefect: (error) => recordDefect(current, error),
    },
    line,
  );
  if (exitCode === INTERRUPTED && current.interrupt.signal.aborted) await dieOfSignal(current);
  else await leave(current, exitCode);
}

const SERVE = {
  name: 'serve',
  summary: 'Keep the data folder and the channel open and answer other commands, until SIGTERM or Ctrl-C.',
  input: z.strictObject({
    role: z
      .enum(SERVE_ROLES)
      .optional()
      .describe(
        'what this process does, with PLATFORM=gcp: all, bot, jobs or worker; default: TIPOFF_ROLE, or else all',
      ),
  }),
  positionals: [],
} as const satisfies OwnCommand;

function serve(current: CommandProcess): RunnableOwnCommand {
  return {
    ...SERVE,
    run: async (print, { given }) => {
      const { role } = parseTyped(SERVE, given, (meant) => stepCommand(meant, [SERVE]));
      if (current.env['PLATFORM'] === 'gcp') {
        // Loaded here, because no other command needs the log of the cloud.
        const { orLogged } = await import('./failed-start.ts');
        return await orLogged(current, () => serveRole(current, { print, role }));
      }
      return await serveRole(current, { print, role });
    },
  };
}

async function serveRole(
  current: CommandProcess,
  { print, role }: { readonly print: (text: string) => void; readonly role: ServeRole | undefined },
): Promise<number> {
  const config = configOf(current);
  const wanted = role === undefined ? inVariable(config.serve.role) : ({ field: '--role', role } as const);
  // Loaded here, because no other command needs the bot.
  if (sharesStores(config)) await (await import('./serve-shared.ts')).serveShared(current, wanted.role);
  else await serveAlone(current, { print, wanted });
  await interrupted(current);
  return 0;
}

function inVariable(role: ServeRole): GivenRole {
  return { field: 'TIPOFF_ROLE', role };
}

interface ServeAlone {
  readonly print: (text: string) => void;
  readonly wanted: GivenRole;
}

async function serveAlone(current: CommandProcess, { print, wanted }: ServeAlone): Promise<void> {
  const { platform, dataFolder } = configOf(current);
  refuseParts(wanted, platform === 'embedded' ? 'PLATFORM=embedded' : 'GCP_WAREHOUSE=duckdb');
  const { held, server } = await openDataOf(current);
  if (held === 'elsewhere') throw alreadyServed(server.pid);
  await showChannel(current, print);
  print(`Serving ${dataFolder} at http://127.0.0.1:${server.port} (PID ${server.pid}). Ctrl-C stops it.\n`);
  await current.app?.resume();
}

/** The command `guard` is listed only for the help text: `main` runs it before it loads this file. */
function guard(): RunnableOwnCommand {
  return { ...WITHOUT_INPUT, name: 'guard', summary: GUARD_SUMMARY, run: () => Promise.resolve(0) };
}

function up(current: CommandProcess): RunnableOwnCommand {
  return {
    ...WITHOUT_INPUT,
    name: 'up',
    summary: "Open the channel, run tonight's batch in it, and stay until Ctrl-C. This is what `npm start` does.",
    run: async (print) => {
      if (sharesStores(configOf(current))) throw notOnThisMachine();
      const { held, server, run } = await openDataOf(current);
      if (held === 'elsewhere') {
        print(`${alreadyServed(server.pid).message}\n${addressText(runningPage(configOf(current)))}`);
        return 0;
      }
      await showChannel(current, print);
      const progress = progressLine(terminal());
      const call = { input: { watch: true }, actor: person, request: randomUUID(), progress: progress.show };
      const outcome = await Promise.race([run(await loadOperation('start'), call), interrupted(current)]);
      progress.clear();
      if (outcome === undefined) return 0;
      print(
        `${outcome.message}\n\nTipoff continues in the channel. Ctrl-C stops it; the next start continues from here.\n`,
      );
      await interrupted(current);
      return 0;
    },
  };
}

/** Starts the bot in the process that holds the data, and prints where its channel is. */
async function showChannel(current: CommandProcess, print: (text: string) => void): Promise<void> {
  if (current.app === undefined) return;
  const { startBot } = await import('./start-bot.ts');
  const bot = startBot(current.app.app, configOf(current), (sentence) => terminal().err(`${sentence}\n`));
  current.bot = bot;
  print(channelText(await bot.channel));
}

function channelText({ address, slack }: OpenChannel): string {
  if (address !== undefined) return addressText(address);
  return slack === 'reached'
    ? 'The bot is connected to Slack.\n'
    : 'Slack is unavailable. The bot keeps trying to connect and then sends the pending posts.\n';
}

function addressText(address: string | undefined): string {
  return address === undefined ? '' : `Open the channel in your browser at\n\n    ${address}\n\n`;
}

function notOnThisMachine(): Problem {
  const message =
    '`tipoff up` runs everything on this machine, but with PLATFORM=gcp other processes share the stores. Run `tipoff serve`, and then `tipoff start`.';
  return new Problem({ code: 'shared_stores', message });
}

function alreadyServed(pid: number): Problem {
  const message = `Process ${pid} already serves this data folder, and every command here uses it.`;
  return new Problem({ code: 'already_served', message });
}

async function recordDefect(current: CommandProcess, error: unknown): Promise<string> {
  try {
    const { app, logPath } = current.app ?? (await loadApp(current));
    app.log.error({ error }, 'A command met a defect');
    return `details in ${logPath}`;
  } catch (logError) {
    return `and its details could not be written: ${errorText(logError)}`;
  }
}

function interrupted({ interrupt }: CommandProcess): Promise<void> {
  return new Promise((resolve) => {
    if (interrupt.signal.aborted) resolve();
    interrupt.signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Ignores a closed pipe, so that the work continues after a reader such as `| head` ends. */
function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
