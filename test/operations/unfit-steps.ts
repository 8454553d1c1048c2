import type { NextStep } from '#src/operations/kit/operation.ts';
import { OPERATIONS } from '#src/operations/registry.ts';

/**
 * The next steps whose input the operation would refuse. A step may only lack the fields that the caller has to fill in.
 */
export function unfitSteps(next: readonly NextStep[]): readonly NextStep[] {
  return next.filter((step) => !isFit(step));
}

function isFit({ operation: name, arguments: given, fill_in = [] }: NextStep): boolean {
  const operation = OPERATIONS.find((each) => each.name === name);
  if (operation === undefined) return false;
  const faults = operation.input.safeParse(given).error?.issues.map(({ path }) => path.join('.')) ?? [];
  return JSON.stringify([...new Set(faults)].toSorted()) === JSON.stringify([...fill_in].toSorted());
}
