import type { Effect } from '../../operations/kit/authorize.ts';
import { type KnownVerb, nearestVerbs } from '../../operations/kit/nearest-verbs.ts';
import type { Operation } from '../../operations/kit/operation.ts';

const LETTER = /\p{L}/u;

/** The commands of a command line. */
interface KnownCommands {
  readonly operations: readonly Pick<Operation, 'name' | 'effect' | 'takesAnyWord'>[];
  readonly ownCommands: readonly { readonly name: string }[];
}

interface NamedCommand {
  readonly name: string;
  readonly effect: Effect;
}

/** Suggests the command that a line with an unknown command may mean, such as `Did you mean show?`. Empty if none is near. */
export function commandHint(grammar: KnownCommands, line: readonly string[]): string {
  const [first = '', second = ''] = line.filter((word) => !word.startsWith('-'));
  const commands = namedCommands(grammar);
  const own = verbsOf(commands, first);
  const near = own.length > 0 ? nearestVerbs(own, second) : nearestVerbs(firstWords(commands), first);
  const names = [...new Set(near.map(({ verb }) => verb))];
  return names.length === 0 ? '' : `Did you mean ${names.join(' or ')}?`;
}

/**
 * Inserts the verb of the operation that takes any word: `predict LeBron James` becomes `predict player LeBron James`. A
 * line whose second word is a verb, or is near one, stays as it is.
 */
export function withGeneralVerb(grammar: KnownCommands, line: readonly string[]): readonly string[] {
  const [noun = '', word = '', ...rest] = line;
  const general = grammar.operations.find(
    ({ name, takesAnyWord }) => takesAnyWord === true && name.startsWith(`${noun} `),
  );
  if (general === undefined || !LETTER.test(word) || word.startsWith('-') || word === 'help') return line;
  const isVerb = nearestVerbs(verbsOf(namedCommands(grammar), noun), word).length > 0;
  return isVerb ? line : [...general.name.split(' '), word, ...rest];
}

function namedCommands({ operations, ownCommands }: KnownCommands): readonly NamedCommand[] {
  return [...operations, ...ownCommands.map(({ name }) => ({ name, effect: 'write' as const }))];
}

function verbsOf(commands: readonly NamedCommand[], noun: string): readonly KnownVerb[] {
  return commands.flatMap(({ name, effect }) => {
    const [first, verb] = name.split(' ');
    return first === noun && verb !== undefined ? [{ verb, effect }] : [];
  });
}

/** The first words of all commands. A noun alone only shows its help, so it counts as a read. */
function firstWords(commands: readonly NamedCommand[]): readonly KnownVerb[] {
  return commands.map(({ name, effect }) => {
    const [first = name, verb] = name.split(' ');
    return { verb: first, effect: verb === undefined ? effect : 'read' };
  });
}
