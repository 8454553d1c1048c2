import type { Operation } from './operation.ts';

/** The operation of this name. Throws for a name that is not in the list. */
export function operationNamed(operations: readonly Operation[], name: string): Operation {
  const found = operations.find((operation) => operation.name === name);
  if (found === undefined) throw new Error(`The operation ${name} does not exist`);
  return found;
}
