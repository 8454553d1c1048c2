import * as z from 'zod';
import { DropVariables } from '../../../operations/deploy/drop-variables.ts';
import { FreezeOverride } from '../../../operations/deploy/refuse-frozen.ts';
import { CommitText } from '../../../operations/kit/input/commit-text.ts';
import { durationText } from '../../../operations/kit/input/duration-text.ts';
import { LockReason } from '../../../operations/kit/input/lock-reason.ts';
import { quoteInput } from '../../../operations/kit/input/printable.ts';
import { ServiceName } from '../../../operations/kit/input/service-name.ts';
import { text } from '../../../operations/kit/input/text.ts';
import { Problem } from '../../../platform/problem.ts';
import type { OwnCommand } from '../parse-command-line.ts';

const NAME = ['deploy', 'run'];
const END_OF_OPTIONS = '--';
const LONGEST_WAIT_DAYS = 1;
const URL_WORKS = 'write an address such as https://worker.example/ready';

const DeployRunInput = z.strictObject({
  service: ServiceName.describe('the service you deploy'),
  commit: CommitText.optional().describe('the commit you deploy; default: HEAD of the git checkout of this folder'),
  allow_dirty: z.boolean().default(false).describe('deploy a checkout with uncommitted changes'),
  reason: LockReason.optional().describe('why you deploy; default: the commit'),
  wait: durationText(LONGEST_WAIT_DAYS)
    .optional()
    .describe('wait in the queue for at most this long while another session has the lock: 30m, 2h'),
  ready: z
    .url({
      protocol: /^https?$/,
      error: ({ input }) => `${quoteInput(input)} is not the address of a web page; ${URL_WORKS}`,
    })
    .optional()
    .describe(
      'an address that must answer with 2xx after the deploy, within two minutes; default: the one of the services file',
    ),
  verify: text({ what: 'a command', maxLength: 1_000, works: 'write a shell command' })
    .optional()
    .describe('a shell command that must exit with 0 after the deploy'),
  without_lock: z
    .boolean()
    .default(false)
    .describe('deploy without the lock while the store is unreachable; the channel gets a notice later'),
  during_freeze: FreezeOverride,
  drop_variables: DropVariables,
});
export type DeployRunInput = Readonly<z.infer<typeof DeployRunInput>>;

/** What the help says about `tipoff deploy run`. */
export const DEPLOY_RUN = {
  name: NAME.join(' '),
  summary: 'Run a deploy command under the lock, verify the deploy, and record its result.',
  input: DeployRunInput,
  positionals: ['service'],
  trailing: `${END_OF_OPTIONS} <command…>`,
} as const satisfies OwnCommand;

/** A command line of Tipoff, and the command after its first `--` if the line is a `tipoff deploy run`. */
interface SplitLine {
  readonly line: readonly string[];
  readonly command: readonly string[];
}

/** Splits off the command to run, so that its own options are not taken for options of Tipoff. */
export function splitDeployRun(argv: readonly string[]): SplitLine {
  const end = argv.indexOf(END_OF_OPTIONS);
  const isDeployRun = NAME.every((word, index) => argv[index] === word);
  return isDeployRun && end !== -1
    ? { line: argv.slice(0, end), command: argv.slice(end + 1) }
    : { line: argv, command: [] };
}

/** The program of a command and its arguments. Throws a `Problem` `bad_command_line` if there is none. */
export function commandToRun([program, ...args]: readonly string[]): {
  readonly program: string;
  readonly args: readonly string[];
} {
  if (program !== undefined && program !== '') return { program, args };
  const message =
    'The command to run is missing. Write it after `--`, such as `tipoff deploy run worker -- gcloud run deploy worker`. Nothing was done.';
  throw new Problem({ code: 'bad_command_line', message });
}
