import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { type LocalSlack, localSlack } from '../local-slack.ts';
import { LocalSlackError } from '../local-slack-error.ts';
import { type CommandSettings, HELP, readCommandLine } from './command-line.ts';
import { checkEnvFile, environmentLines, writeEnvFile } from './env-file.ts';
import { FAULT_HELP, readFault } from './fault-line.ts';

const BAD_INPUT = 2;
const VERIFY_EVERY_MS = 1_000;

/** Runs the `local-slack` command until Ctrl-C. Returns the exit code: 0, or 2 for bad input. */
export async function runCommand(words: readonly string[]): Promise<number> {
  try {
    const settings = readCommandLine(words);
    if (settings === 'help') process.stdout.write(HELP);
    else await runWorkspace(settings);
    return 0;
  } catch (error) {
    if (!(error instanceof LocalSlackError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return BAD_INPUT;
  }
}

async function runWorkspace(settings: CommandSettings): Promise<void> {
  const { manifestPath, folder, seed, port, envFile, requestUrl } = settings;
  const faults = settings.faults.map(readFault);
  const manifest = await readManifestFile(manifestPath);
  if (envFile !== undefined) checkEnvFile(envFile);
  const stopped = stopSignal();
  const temporary = folder === undefined ? await mkdtemp(join(tmpdir(), 'local-slack-')) : undefined;
  try {
    const slack = await localSlack({
      folder: folder ?? temporary ?? '',
      manifest,
      seed,
      ...(port === undefined ? {} : { port }),
    });
    for (const inject of faults) inject(slack.faults);
    if (envFile !== undefined) writeEnvFile(envFile, slack);
    process.stdout.write(startText(slack, settings));
    const lines = faultPrompt(slack);
    if (requestUrl !== undefined) void verifyWhenUp(slack, requestUrl, stopped);
    await new Promise((resolve) => stopped.addEventListener('abort', resolve, { once: true }));
    lines.close();
    await slack.close();
  } finally {
    if (temporary !== undefined) await rm(temporary, { recursive: true });
  }
}

async function readManifestFile(path: string): Promise<string> {
  return await readFile(path, 'utf8').catch((cause: unknown) => {
    const message = `--manifest is "${path}", and that file cannot be read. Pass the path of your app's manifest.yml.`;
    throw new LocalSlackError({ code: 'bad_manifest', message, cause });
  });
}

function startText(slack: LocalSlack, { folder, envFile }: CommandSettings): string {
  return `The local Slack is running.

Open in a browser:
  ${slack.url}

Environment of your app${envFile === undefined ? '' : `, also in ${envFile}`}:
${environmentLines(slack).replaceAll(/^/gm, '  ')}

In Bolt: new App({ …, clientOptions: { slackApiUrl: process.env.SLACK_API_URL } })
${folder === undefined ? 'Messages are deleted when local-slack stops. Use --folder to keep them.' : `Messages are kept in ${folder}.`}
Ctrl-C stops it. Type "help" to inject faults.
`;
}

/** Reads faults from standard input while the workspace runs. */
function faultPrompt(slack: LocalSlack) {
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => process.stdout.write(replyTo(slack, line.trim())));
  return lines;
}

function replyTo(slack: LocalSlack, line: string): string {
  if (line === '') return '';
  if (line === 'help') return FAULT_HELP;
  try {
    readFault(line)(slack.faults);
    return `Injected: ${line}\n`;
  } catch (error) {
    if (!(error instanceof LocalSlackError)) throw error;
    return `${error.message} Type "help" for the list.\n`;
  }
}

/**
 * The check of the request URL is repeated until the app answers. The app can start only after this process has printed
 * the signing secret.
 */
async function verifyWhenUp(slack: LocalSlack, url: string, stopped: AbortSignal): Promise<void> {
  process.stdout.write(`Waiting for your app at ${url}.\n`);
  while (!stopped.aborted) {
    try {
      await slack.useRequestUrl(url);
      process.stdout.write(`${url} is verified. Events, commands and interactions go there.\n`);
      return;
    } catch (error) {
      if (!(error instanceof LocalSlackError)) throw error;
      await sleep(VERIFY_EVERY_MS);
    }
  }
}

function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => controller.abort());
  return controller.signal;
}
