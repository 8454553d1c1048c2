import * as z from 'zod';
import { json } from '../bot/cli/format-outcome.ts';
import type { OwnCommand } from '../bot/cli/parse-command-line.ts';
import type { RunnableOwnCommand } from '../bot/cli/run-command-line.ts';
import { respondsAt } from '../bot/http/call-server.ts';
import { readServerFile } from '../bot/http/server-file.ts';
import { parseTyped } from '../operations/kit/input/parse-typed.ts';
import { stepCommand } from '../operations/kit/step-command.ts';
import { Problem } from '../platform/problem.ts';
import { type CommandProcess, configOf } from './command-process.ts';
import { runningPage } from './local-page.ts';

const OPEN = {
  name: 'open',
  summary: 'Print the address of the channel on this machine and open it in your browser.',
  input: z.strictObject({
    print: z.boolean().default(false).describe('only print the address'),
  }),
  positionals: [],
} as const satisfies OwnCommand;

/** `tipoff open`. The address is printed first, because a machine without a desktop has no browser to open. */
export function openCommand(current: CommandProcess): RunnableOwnCommand {
  return {
    ...OPEN,
    run: async (print, { given, format }) => {
      const input = parseTyped(OPEN, given, (meant) => stepCommand(meant, [OPEN]));
      const address = await servedPage(current);
      print(format === 'json' ? json({ address }) : `${address}\n`);
      if (input.print) return 0;
      const { default: openInBrowser } = await import('open');
      const browser = await openInBrowser(address);
      // Without this handler, a missing browser would end the process with an unhandled error.
      browser.on('error', () => undefined);
      browser.unref();
      return 0;
    },
  };
}

/** Returns the address of the running local workspace. Throws a `Problem`: `not_local`, `not_running`. */
async function servedPage(current: CommandProcess): Promise<string> {
  const config = configOf(current);
  const { slack, dataFolder } = config;
  if (slack.mode !== 'local') {
    const message = `With SLACK=${slack.mode}, Tipoff is in your own Slack workspace. Open Slack, and there #${slack.channel}.`;
    throw new Problem({ code: 'not_local', message });
  }
  const server = await readServerFile(dataFolder);
  const isRunning = server !== undefined && (await respondsAt(server)) === 'alive';
  const address = isRunning ? runningPage(config) : undefined;
  if (address !== undefined) return address;
  const message = `No process serves ${dataFolder}, so its channel is closed. Start it with \`tipoff up\`.`;
  throw new Problem({ code: 'not_running', message });
}
