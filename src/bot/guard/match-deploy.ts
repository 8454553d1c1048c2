import type { VariableChange } from '../../coordination/deploys/variables.ts';
import patterns from './deploy-commands.json' with { type: 'json' };
import { variableChange } from './variable-options.ts';

/** A deploy that a command would start. */
export interface DetectedDeploy {
  /** The service, if the command names it in plain text. Undefined means that the command may deploy any service. */
  readonly service: string | undefined;
  /** The command in a few words, such as `gcloud run deploy worker`. */
  readonly command: string;
  /** What the command does with the environment variables of the service. */
  readonly variables: VariableChange;
}

type Program = (typeof patterns.programs)[number];

/** Maps the name that a deploy command uses for a service to the name of its lock. Most services have one name for both. */
const NAMES: Readonly<Record<string, string>> = patterns.names;
const EXPANSION = /[$`]/;

/**
 * Finds the deploy in the words of one command. The program may be anywhere in it, as in `sudo -u me gcloud --project p
 * run deploy worker`. A program that is known only to the shell, such as `$GCLOUD`, counts as one that deploys.
 */
export function matchDeploy(words: readonly string[]): DetectedDeploy | undefined {
  for (const program of patterns.programs) {
    for (const [index, word] of words.entries()) {
      if (programOf(word) !== program.program && !EXPANSION.test(word)) continue;
      const deploy = deployOf(program, words.slice(index + 1));
      if (deploy !== undefined) return deploy;
    }
  }
  return undefined;
}

/**
 * Returns whether only the shell knows what a command does, as in `gcloud "$@"`, `gcloud run $VERB` or `"$@"`. A
 * variable later in the command, such as in the name of the service, hides nothing.
 */
export function isKnownOnlyToShell(words: readonly string[]): boolean {
  return patterns.programs.some(({ program, commands }) => {
    const at = words.findIndex((word) => programOf(word) === program);
    const [first = '', second = ''] = words.slice(at + 1).filter((word) => !word.startsWith('-'));
    if (EXPANSION.test(first)) return true;
    return at !== -1 && EXPANSION.test(second) && commands.some(({ words: [noun] }) => noun === first);
  });
}

/** Returns the plain name of a program: `/usr/bin/gcloud` and `gcloud.cmd` are both `gcloud`. */
export function programOf(word: string): string {
  const name = word.split(/[/\\]/).at(-1) ?? word;
  return name.toLowerCase().replace(/\.(?:cmd|exe|bat|ps1)$/, '');
}

function deployOf(program: Program, words: readonly string[]): DetectedDeploy | undefined {
  if (optionsOf(words).includes('--help')) return undefined;
  for (const command of program.commands) {
    const end = endOf(command.words, words);
    if (end === undefined) continue;
    const service = serviceOf(program, words, { where: command.service, end });
    const shown = [program.program, ...command.words, service ?? ''].join(' ').trim();
    return {
      service: service === undefined ? undefined : (NAMES[service] ?? service),
      command: shown,
      variables: variableChange(optionsOf(words)),
    };
  }
  return undefined;
}

/** The words after `--` in a command are not options. */
function optionsOf(words: readonly string[]): readonly string[] {
  const end = words.indexOf('--');
  return end === -1 ? words : words.slice(0, end);
}

function serviceOf(program: Program, words: readonly string[], { where, end }: { where: string; end: number }) {
  if (where === 'argument') return argumentOf(program, words.slice(end));
  return where === 'substitution' ? substitutionOf(program, words) : undefined;
}

/**
 * Finds a pattern in a command and returns the index after its last word. The words of the pattern must occur in order,
 * but other words may stand between them.
 */
function endOf(pattern: readonly string[], words: readonly string[]): number | undefined {
  let seen = 0;
  for (const [index, word] of words.entries()) {
    if (word === pattern[seen]) seen += 1;
    if (seen === pattern.length) return index + 1;
  }
  return undefined;
}

/** Returns the first word of a command that is neither an option nor the value of an option. */
function argumentOf({ switches }: Program, words: readonly string[]): string | undefined {
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (!word.startsWith('-')) return readable(word);
    const takesNext = word !== '--' && !word.includes('=') && !switches.includes(word);
    if (takesNext) index += 1;
  }
  return undefined;
}

/**
 * Returns the service that the option `--substitutions` of a command names, such as `worker` in
 * `--substitutions=_SERVICE=worker`.
 */
function substitutionOf({ substitutions }: Program, words: readonly string[]): string | undefined {
  const text = words.flatMap((word, index) => {
    const [option, ...value] = word.split('=');
    if (option !== '--substitutions') return [];
    return [value.length > 0 ? value.join('=') : (words[index + 1] ?? '')];
  });
  const pairs = text
    .join(',')
    .split(',')
    .map((pair) => pair.split('='));
  const named = pairs.find(([name = '']) => substitutions.includes(name))?.[1];
  return named === undefined ? undefined : readable(named);
}

function readable(word: string): string | undefined {
  return word === '' || EXPANSION.test(word) ? undefined : word;
}
