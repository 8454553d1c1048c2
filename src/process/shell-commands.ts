import * as z from 'zod';
import { completionScript, SHELLS } from '../bot/cli/completion.ts';
import type { OwnCommand } from '../bot/cli/parse-command-line.ts';
import type { RunnableOwnCommand } from '../bot/cli/run-command-line.ts';
import { parseTyped } from '../operations/kit/input/parse-typed.ts';
import { stepCommand } from '../operations/kit/step-command.ts';
import { allOperations } from './command-operations.ts';
import { version } from './command-process.ts';

/** The command that prints the version, as `tipoff --version` does, with that of Node. */
export function versionCommand(): RunnableOwnCommand {
  return {
    name: 'version',
    summary: 'Print the version of Tipoff and of Node.',
    input: z.strictObject({}),
    positionals: [],
    run: async (print) => {
      print(`tipoff ${version}, Node ${process.versions.node}\n`);
      return 0;
    },
  };
}

const COMPLETION = {
  name: 'completion',
  summary: 'Print the completion of a shell. Add `eval "$(tipoff completion bash)"` to ~/.bashrc.',
  input: z.strictObject({ shell: z.enum(SHELLS).describe('bash or zsh') }),
  positionals: ['shell'],
} as const satisfies OwnCommand;

interface ShellWords {
  readonly ownCommands: () => readonly OwnCommand[];
  readonly readServices: () => Promise<readonly string[]>;
}

/** The command that prints a shell's completion. It lists all commands and the services of the configuration. */
export function completionCommand({ ownCommands, readServices }: ShellWords): RunnableOwnCommand {
  return {
    ...COMPLETION,
    run: async (print, { given }) => {
      const { shell } = parseTyped(COMPLETION, given, (meant) => stepCommand(meant, [COMPLETION]));
      const commands = [...(await allOperations()), ...ownCommands()];
      print(completionScript(shell, { commands, services: await readServices() }));
      return 0;
    },
  };
}
