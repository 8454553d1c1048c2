import type { OwnCommand } from '../bot/cli/parse-command-line.ts';
import type { NextStep, Operation } from '../operations/kit/operation.ts';
import { findOperation } from '../operations/load-operation.ts';

const FULL_LIST = ['--help', '-h'];

/**
 * Loads the operations that a command line needs: the one that it names, or all of them for help and for a line with an
 * unknown name. A line that names a command of its own process needs no operation.
 */
export async function operationsOfLine(
  line: readonly string[],
  ownCommands: readonly OwnCommand[],
): Promise<readonly Operation[]> {
  if (line[0] === '--version') return [];
  if (line.some((word) => FULL_LIST.includes(word))) return await allOperations();
  for (const name of [line.slice(0, 2).join(' '), line[0] ?? '']) {
    if (ownCommands.some((own) => own.name === name)) return [];
    const operation = await findOperation(name);
    if (operation !== undefined) return [operation];
  }
  return await allOperations();
}

/** Loads the operations of next steps. An answer of another version of Tipoff may name an unknown one. */
export async function operationsOfSteps(steps: readonly NextStep[]): Promise<readonly Operation[]> {
  const found = await Promise.all(steps.map(({ operation }) => findOperation(operation)));
  return found.filter((operation) => operation !== undefined);
}

export async function allOperations(): Promise<readonly Operation[]> {
  return (await import('../operations/registry.ts')).OPERATIONS;
}
