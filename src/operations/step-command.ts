import type { NextStep, Operation } from './operation.ts';
import { writtenArguments } from './written-arguments.ts';

/** A next step as a person types it at the command line. What was said by others stays text there, whatever a shell makes of it. */
export function stepCommand(step: Omit<NextStep, 'why'>, operations: readonly Operation[]): string {
  const { operation } = step;
  const positionals = operations.find(({ name }) => name === operation)?.positionals ?? [];
  const words = Object.entries(writtenArguments(step)).map(([name, value]) =>
    positionals.includes(name) ? quoted(value) : `--${name.replaceAll('_', '-')} ${quoted(value)}`,
  );
  return ['tipoff', operation, ...words].join(' ');
}

function quoted(value: string): string {
  if (/^[\w.:/-]+$/.test(value)) return value;
  return /[$`"\\!]/.test(value) ? `'${value.replaceAll("'", `'\\''`)}'` : `"${value}"`;
}
