import { inputFields, type TypedCommand } from './input-fields.ts';
import type { InterpretedInput } from './interpret-input.ts';
import type { NextStep } from './operation.ts';
import { argumentsInOrder, writtenArguments } from './written-arguments.ts';

/** What is known of an operation that this version of Tipoff does not have. */
const NO_WORDS = { positionals: [] };

/** Writes a call as a person types it at the command line. Arguments are quoted, so that a shell does not interpret text that others wrote. */
export function stepCommand(
  step: Omit<NextStep, 'why'> | InterpretedInput,
  operations: readonly TypedCommand[],
): string {
  const { operation } = step;
  const known = operations.find(({ name }) => name === operation);
  const switches = known === undefined ? [] : inputFields(known).options.filter(({ takes }) => takes === 'nothing');
  const written = argumentsInOrder(known ?? NO_WORDS, writtenArguments<unknown>(step));
  const words = written.map(({ name, value, form }) => {
    const flag = `--${name.replaceAll('_', '-')}`;
    if (value === true || switches.some((field) => field.name === name)) return flag;
    return form === 'word' ? quoted(String(value)) : `${flag} ${quoted(String(value))}`;
  });
  return ['tipoff', operation, ...words].join(' ');
}

function quoted(value: string): string {
  if (/^[\w.:/-]+$/.test(value)) return value;
  return /[$`"\\!]/.test(value) ? `'${value.replaceAll("'", `'\\''`)}'` : `"${value}"`;
}
