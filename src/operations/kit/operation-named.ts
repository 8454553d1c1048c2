import type { Operation } from './operation.ts';

/** Finds an operation by its name. Throws for a name that is not in the list. */
export function operationNamed(operations: readonly Operation[], name: string): Operation {
  const found = operations.find((operation) => operation.name === name);
  if (found === undefined) throw new Error(`The operation ${name} does not exist`);
  return found;
}
