import * as z from 'zod';
import type { RunnableOwnCommand } from '../bot/cli/run-command-line.ts';
import { callServed } from './call-served.ts';
import { allOperations } from './command-operations.ts';
import { bearerOf, type CommandProcess, configOf, version } from './command-process.ts';
import { terminal } from './process-terminal.ts';

/** `tipoff mcp`, which serves MCP over stdin and stdout until stdin closes. */
export function mcpCommand(current: CommandProcess): RunnableOwnCommand {
  return {
    name: 'mcp',
    input: z.strictObject({}),
    positionals: [],
    summary: 'Serve MCP to an agent over stdin and stdout, through the process that serves the data folder.',
    run: async () => {
      const { serveStdio } = await import('../bot/mcp/serve-stdio.ts');
      // A wrong setting ends the process now, and not at the first call.
      configOf(current);
      const identity = bearerOf(current) === undefined ? 'person' : 'token';
      const { stdin, stdout } = process;
      await serveStdio({
        operations: await allOperations(),
        version,
        call: (operation, call) => callServed(current, operation, call),
        identity,
        stdin,
        stdout,
        say: terminal().err,
        interrupted: current.interrupt.signal,
      });
      return 0;
    },
  };
}
