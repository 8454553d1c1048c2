import { type InputField, inputFields } from '../../operations/kit/input-fields.ts';
import { choicesOf } from '../../operations/kit/service-choices.ts';
import type { OwnCommand } from './parse-command-line.ts';

export const SHELLS = ['bash', 'zsh'] as const;
export type Shell = (typeof SHELLS)[number];

const DATE_FIELD = 'date';
const DATES = ['today', 'yesterday', 'tomorrow'];

export interface Completed {
  readonly commands: readonly OwnCommand[];
  readonly services: readonly string[];
}

/**
 * Writes the completion of `tipoff` for a shell: commands, subcommands, options, services, dates and other fixed values.
 * The script holds all words, so that completing starts no process. zsh runs the script of bash.
 */
export function completionScript(shell: Shell, { commands, services }: Completed): string {
  const setUp = shell === 'zsh' ? 'autoload -Uz bashcompinit && bashcompinit\n' : '';
  const firstWords = [...new Set(commands.map(({ name }) => name.split(' ')[0] ?? name)), 'help'];
  const nouns = Object.entries(Object.groupBy(commands, ({ name }) => name.split(' ')[0] ?? name));
  const verbs = nouns.flatMap(([noun, own = []]) => {
    const words = own.flatMap(({ name }) => name.split(' ')[1] ?? []);
    return words.length === 0 ? [] : [arm(noun, words)];
  });
  const values = commands.flatMap((command) => valueArms(command, services));
  return `${setUp}_tipoff() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}"
  local first="\${COMP_WORDS[1]}" second="\${COMP_WORDS[2]}" verbs="" words=""
  case "$first" in
${verbs.map((text) => text.replace('words=', 'verbs=')).join('\n')}
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then words="${firstWords.join(' ')}"
  elif [ "$COMP_CWORD" -eq 2 ] && [ -n "$verbs" ]; then words="$verbs"
  else
    [ -n "$verbs" ] || second=""
    local command="$first\${second:+ $second}"
    case "$command $prev" in
${values
  .filter(({ after }) => after === 'option')
  .map(({ text }) => text)
  .join('\n')}
    esac
    if [ -z "$words" ]; then case "$cur" in
      -*) case "$command" in
${commands.map(optionsArm).join('\n')}
      esac ;;
      *) case "$command" in
${values
  .filter(({ after }) => after === 'command')
  .map(({ text }) => text)
  .join('\n')}
      esac ;;
    esac; fi
  fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _tipoff tipoff
`;
}

function optionsArm(command: OwnCommand): string {
  const { positionals, options } = inputFields(command);
  const flags = [...positionals, ...options].flatMap(({ flag, presence }) =>
    presence === 'unlisted' ? [] : `--${flag}`,
  );
  return arm(command.name, [...flags, '--json', '--help']);
}

interface ValueArm {
  /** Whether the values follow an option, or stand as words without a key. */
  readonly after: 'option' | 'command';
  readonly text: string;
}

/** The fixed values of a command: after each of its options, and as words of its positionals. */
function valueArms(command: OwnCommand, services: readonly string[]): readonly ValueArm[] {
  const { positionals, options } = inputFields(command);
  const withValues = [...positionals, ...options].flatMap((field) => {
    const values = valuesOf(field, services);
    return values.length === 0 ? [] : [{ flag: field.flag, values }];
  });
  const words = positionals.flatMap((field) => valuesOf(field, services));
  return [
    ...withValues.map(({ flag, values }) => ({
      after: 'option' as const,
      text: arm(`${command.name} --${flag}`, values),
    })),
    ...(words.length === 0 ? [] : [{ after: 'command' as const, text: arm(command.name, words) }]),
  ];
}

function valuesOf(field: InputField, services: readonly string[]): readonly string[] {
  return field.name === DATE_FIELD ? DATES : (choicesOf(field, services) ?? []);
}

function arm(pattern: string, words: readonly string[]): string {
  return `    "${pattern}") words="${words.join(' ')}" ;;`;
}
