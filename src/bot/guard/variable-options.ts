import type { KeptVariables, VariableChange } from '../../coordination/deploys/variables.ts';

const EXPANSION = /[$`]/;
/** `^@^A=1@B=2` separates the pairs by `@`. */
const DELIMITER = /^\^(?<delimiter>[^^]+)\^(?<rest>.*)$/s;
const SETTING = ['--set-env-vars', '--update-env-vars', '--set-secrets', '--update-secrets'];
const REPLACING = ['--set-env-vars', '--env-vars-file', '--clear-env-vars', '--set-secrets', '--clear-secrets'];
const REMOVING = ['--remove-env-vars', '--remove-secrets'];

interface GivenOption {
  readonly option: string;
  readonly value: string;
}

/**
 * Reads from the words of a `gcloud` command what it does with environment variables. `--set-env-vars`, `--env-vars-file`
 * and `--clear-env-vars` remove every variable that they do not name; `--update-env-vars` removes none.
 */
export function variableChange(words: readonly string[]): VariableChange {
  const given = givenOptions(words);
  const options = given.map(({ option }) => option);
  return {
    options: [...new Set(options.filter((option) => REPLACING.includes(option) || REMOVING.includes(option)))],
    values: keptBy(given, ['--set-env-vars', '--env-vars-file', '--clear-env-vars']),
    secrets: keptBy(given, ['--set-secrets', '--clear-secrets']),
    set: pairsOf(given, SETTING).flatMap((pair) => nameOfPair(pair) ?? []),
    removed: pairsOf(given, REMOVING).map((name) => name.trim()),
  };
}

function keptBy(given: readonly GivenOption[], replacing: readonly string[]): KeptVariables {
  const found = given.filter(({ option }) => replacing.includes(option));
  if (found.length === 0) return 'all';
  const isFile = found.some(({ option }) => option === '--env-vars-file');
  const pairs = pairsOf(found, SETTING);
  return isFile || pairs.some((pair) => nameOfPair(pair) === undefined) ? 'unknown' : 'set';
}

function pairsOf(given: readonly GivenOption[], options: readonly string[]): readonly string[] {
  return given.flatMap(({ option, value }) => (options.includes(option) ? split(value) : []));
}

function givenOptions(words: readonly string[]): readonly GivenOption[] {
  return words.flatMap((word, index) => {
    if (!word.startsWith('--')) return [];
    const [option = '', ...value] = word.split('=');
    return [{ option, value: value.length > 0 ? value.join('=') : (words[index + 1] ?? '') }];
  });
}

function split(text: string): readonly string[] {
  const { delimiter = ',', rest = text } = DELIMITER.exec(text)?.groups ?? {};
  return rest.split(delimiter).filter((pair) => pair.trim() !== '');
}

/** The name of a pair; undefined if only the shell knows it. A comma in a value that the shell inserts hides nothing. */
function nameOfPair(pair: string): string | undefined {
  const at = pair.indexOf('=');
  const name = at === -1 ? pair : pair.slice(0, at);
  return at === -1 || EXPANSION.test(name) ? undefined : name.trim();
}
