import { Command, CommanderError, Option } from 'commander';
import { assignWords, isAccepted, restField } from '../../operations/kit/assign-words.ts';
import { asCode } from '../../operations/kit/input/parse-typed.ts';
import { quoteInput } from '../../operations/kit/input/printable.ts';
import { type InputField, inputFields, type TypedCommand, usageFields } from '../../operations/kit/input-fields.ts';
import { interpretInput } from '../../operations/kit/interpret-input.ts';
import { nounSummary } from '../../operations/kit/noun-summary.ts';
import type { Operation } from '../../operations/kit/operation.ts';
import { stepCommand } from '../../operations/kit/step-command.ts';
import { escapeUnprintable } from '../../platform/printable.ts';
import { EXIT_CODES } from './exit-code.ts';
import { plainWords } from './plain-words.ts';
import { taskHelp } from './task-help.ts';
import { commandHint, withGeneralVerb } from './unknown-command.ts';

const HELP_CODES = ['commander.help', 'commander.helpDisplayed', 'commander.version'];
const LONGEST_QUOTE = 60;
/** Help lists this option although its value may stand alone, because people often write a date with its name. */
const DATE_FLAG = 'date';
const HINTS: Readonly<Record<string, string>> = {
  'commander.unknownCommand': '`tipoff help` lists the commands.',
  'commander.unknownOption': 'Add `--help` to the command to list its options.',
  'commander.optionMissingArgument': 'Write a value after the option.',
};

/** A command that exists only on the command line, because it concerns its own process and not the data. */
export interface OwnCommand extends TypedCommand {
  readonly summary: string;
  /** What follows the arguments of the command, as its usage shows it, such as `-- <command…>`. */
  readonly trailing?: string;
}

export interface Grammar {
  readonly operations: readonly Operation[];
  readonly ownCommands: readonly OwnCommand[];
  readonly version: string;
}

export type Parsed =
  | {
      readonly kind: 'operation';
      readonly operation: Operation;
      readonly given: Given;
      /** The pause before the answer is repeated; absent if it is shown once. */
      readonly watchEveryMs?: number;
    }
  | { readonly kind: 'own'; readonly name: string; readonly given: Given }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'wrong'; readonly message: string };

/**
 * Parses a command line without running anything. A line with an unknown word is returned as `wrong`, with the closest
 * known word as a hint.
 */
export function parseCommandLine(grammar: Grammar, argv: readonly string[]): Parsed {
  const line = withHelpLast(withGeneralVerb(grammar, plainWords(argv)));
  let found: Parsed | undefined;
  let printed = '';
  const program = buildProgram(grammar, (parsed) => {
    found = parsed;
  });
  forEachCommand(program, (command) => {
    command.exitOverride().configureOutput({
      writeOut: (text) => {
        printed += text;
      },
      writeErr: (text) => {
        printed += text;
      },
    });
  });
  try {
    program.parse(line, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (HELP_CODES.includes(error.code)) return { kind: 'help', text: printed };
    return { kind: 'wrong', message: usageMessage(error, commandHint(grammar, line)) };
  }
  return found ?? { kind: 'help', text: program.helpInformation() };
}

/** `help deploy claim` means `deploy claim --help`. Commander alone resolves only the first word after `help`. */
function withHelpLast(argv: readonly string[]): readonly string[] {
  const [first, ...words] = argv;
  return first === 'help' && words.length > 0 ? [...words, '--help'] : argv;
}

function buildProgram(grammar: Grammar, found: (parsed: Parsed) => void): Command {
  const program = new Command('tipoff')
    .description("Tonight's NBA player-points predictions, out before tip-off.")
    .version(grammar.version)
    // A flag after a command belongs to that command, even the flag `--version`.
    .enablePositionalOptions()
    .configureHelp({
      subcommandTerm: (command) => `${command.name()} ${command.usage().replace(/\s*\[options\].*/, '')}`,
    })
    .addOption(jsonOption())
    .addHelpText('before', () => taskHelp(grammar.operations))
    .addHelpText('after', `\n${exitCodeHelp()}`);
  for (const operation of grammar.operations) {
    const { watchEveryMs } = operation;
    const parsed = (given: Given, flags: Given): Parsed => {
      const watch = flags['watch'] === true && watchEveryMs !== undefined ? { watchEveryMs } : {};
      return { kind: 'operation', operation, given, ...watch };
    };
    addCommand(program, operation, { watchEveryMs, parsed, found });
  }
  for (const own of grammar.ownCommands) {
    const parsed = (given: Given): Parsed => ({ kind: 'own', name: own.name, given });
    addCommand(program, own, { watchEveryMs: undefined, parsed, found });
  }
  return program;
}

type Given = Readonly<Record<string, unknown>>;

interface CommandParsed {
  /** The pause of `--watch`; undefined for a command without this option. */
  readonly watchEveryMs: number | undefined;
  readonly parsed: (given: Given, flags: Given) => Parsed;
  readonly found: (parsed: Parsed) => void;
}

function addCommand(program: Command, operation: OwnCommand, { watchEveryMs, parsed, found }: CommandParsed): void {
  const words = operation.name.split(' ');
  const verb = words.at(-1) ?? operation.name;
  const parent = words.length === 1 ? program : nounCommand(program, words[0] ?? '');
  const command = parent.command(verb);
  if (parent !== program) parent.description(nounSummary(words[0] ?? ''));
  command.description(operation.summary).addOption(jsonOption());
  if (watchEveryMs !== undefined)
    command.addOption(new Option('--watch', `repeat every ${watchEveryMs / 1_000} seconds until Ctrl-C`));
  const { positionals, options } = inputFields(operation);
  addInputs(command, positionals, options);
  command.usage([usageOf(operation), ...(operation.trailing === undefined ? [] : [operation.trailing])].join(' '));
  command.allowExcessArguments().action(() => {
    const flags = command.opts<Record<string, unknown>>();
    const named = [...positionals, ...options].map(({ name, flag }) => [name, flags[camelCase(flag)]] as const);
    const given = Object.fromEntries(named.filter(([, value]) => value !== undefined));
    const { values, left } = assignWords(operation, command.args, given);
    const whole = { ...given, ...values };
    if (left.length === 0 && !hasTooManyWords(operation, command.args, whole)) return found(parsed(whole, flags));
    found({ kind: 'wrong', message: tooManyWords(operation, command.args, { given, usage: command.usage() }) });
  });
}

/** Whether the words without a flag were joined to a value that the command does not accept. */
function hasTooManyWords(operation: OwnCommand, words: readonly string[], whole: Given): boolean {
  const rest = restField(operation);
  const takenSingly = operation.positionals.filter((name) => whole[name] !== undefined).length;
  if (rest === undefined || words.length <= takenSingly) return false;
  return operation.trailing !== undefined || !isAccepted(operation, rest, whole[rest]);
}

interface Call {
  /** The values that were given with flags. */
  readonly given: Given;
  readonly usage: string;
}

/** Refuses a line with words that the command does not take, and says how to write the line. */
function tooManyWords(operation: OwnCommand, words: readonly string[], { given, usage }: Call): string {
  const bare = operation.positionals.filter((name) => given[name] === undefined);
  const more = words.slice(bare.length);
  const taken = Object.fromEntries(bare.flatMap((name, at) => (words[at] === undefined ? [] : [[name, words[at]]])));
  const hint =
    hintForMore(operation, { ...given, ...taken }, more) ??
    `Write it as ${asCode(`tipoff ${operation.name} ${usage}`)}.`;
  return `${quoteInput(more.join(' '))} is more than \`tipoff ${operation.name}\` accepts. ${hint} Nothing was done.`;
}

function addInputs(command: Command, positionals: readonly InputField[], options: readonly InputField[]): void {
  for (const { flag, description } of positionals) {
    command
      .argument(`[${flag}]`, description)
      .addOption(new Option(`--${flag} <${flag}>`, description).hideHelp(flag !== DATE_FLAG));
  }
  for (const { flag, description, takes, presence } of options) {
    const option = new Option(takes === 'nothing' ? `--${flag}` : `--${flag} <${flag}>`, description);
    if (takes === 'values') option.argParser(addedTo);
    command.addOption(option.hideHelp(presence === 'unlisted'));
  }
}

/** Collects the values of an option that a command line gives several times. */
function addedTo(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** Suggests the command in which the extra words fill a missing field. */
function hintForMore(operation: OwnCommand, given: Given, more: readonly string[]): string | undefined {
  const last = operation.positionals.at(-1);
  if (last === undefined || operation.trailing !== undefined) return undefined;
  const meant = interpretInput(operation, { ...given, [last]: [given[last], ...more].join(' ') });
  return meant && `Write ${asCode(stepCommand(meant, [operation]))}.`;
}

function usageOf(operation: OwnCommand): string {
  const { words, options } = usageFields(operation);
  const named = words.map(({ flag, presence }) => (presence === 'required' ? `<${flag}>` : `[${flag}]`));
  const required = options.filter(({ presence }) => presence === 'required');
  return [...named, ...required.map(({ flag }) => `--${flag} <${flag}>`), '[options]'].join(' ');
}

function nounCommand(program: Command, noun: string): Command {
  const known = program.commands.find((command) => command.name() === noun);
  return known ?? program.command(noun).addOption(jsonOption());
}

function jsonOption(): Option {
  return new Option('--json', 'print the reply as JSON');
}

function exitCodeHelp(): string {
  return ['Exit codes:', ...EXIT_CODES.map(({ code, meaning }) => `  ${String(code).padEnd(4)} ${meaning}`)].join('\n');
}

function usageMessage(error: CommanderError, nearest: string): string {
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n(');
  const sentence = escapeUnprintable(first.replace(/'([^']*)'/gs, (_, quoted: string) => `"${cut(quoted)}"`));
  const isUnknown = error.code === 'commander.unknownCommand';
  const suggestion = isUnknown ? nearest : rest.map((text) => text.replace(/\)$/, '')).join(' ');
  const hint = suggestion === '' ? (HINTS[error.code] ?? '') : '';
  const shown = sentence.length > 300 ? `${sentence.slice(0, 300)}…` : sentence;
  return [
    `${shown.charAt(0).toUpperCase()}${shown.slice(1).replace(/\.$/, '')}.`,
    suggestion,
    hint,
    'Nothing was done.',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function cut(text: string): string {
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
}

function camelCase(flag: string): string {
  return flag.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function forEachCommand(command: Command, act: (command: Command) => void): void {
  act(command);
  for (const child of command.commands) forEachCommand(child, act);
}
