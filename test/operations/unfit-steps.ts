import type { NextStep } from '#src/operations/kit/operation.ts';
import { OPERATIONS } from '#src/operations/registry.ts';

/**
 * The steps that whoever takes them would be refused for their form: the operation parses them with what has to be filled in missing, and
 * nothing else wrong.
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
