import type { EnvironmentVariable, ServingState } from '../../platform/deploy-target.ts';
import { known, type Reading, unknown } from '../../platform/reading.ts';

/** The environment variables of the revision that gets the largest share of the traffic. */
export function servedVariables(
  service: string,
  reading: Reading<ServingState>,
): Reading<readonly EnvironmentVariable[]> {
  if (reading.type === 'unknown') return reading;
  const [largest] = reading.value.serving;
  if (largest === undefined) return unknown(`No revision of ${service} carries traffic.`);
  if (largest.variables === undefined)
    return unknown(`Tipoff does not see the environment variables of the revision ${largest.revision}.`);
  return known(largest.variables);
}

/**
 * Returns the variables that the service had before a deploy and that a serving revision lacks. A revision that states no
 * variables proves nothing.
 */
export function lostVariables(before: readonly string[] | null, reading: Reading<ServingState>): readonly string[] {
  if (before === null || reading.type === 'unknown') return [];
  const stated = reading.value.serving.flatMap(({ variables }) =>
    variables === undefined ? [] : [new Set(variables.map(({ name }) => name))],
  );
  return before.filter((name) => stated.some((names) => !names.has(name)));
}

/** What remains of the variables of one kind: all of them, only those that the command sets, or nobody knows. */
export type KeptVariables = 'all' | 'set' | 'unknown';

/** What a deploy command does with the environment variables of its service. */
export interface VariableChange {
  /** The options that remove variables, such as `--set-env-vars`. Empty if the command removes none. */
  readonly options: readonly string[];
  readonly values: KeptVariables;
  readonly secrets: KeptVariables;
  /** The variables that the command sets by name. */
  readonly set: readonly string[];
  /** The variables that the command removes by name. */
  readonly removed: readonly string[];
}

/**
 * Returns the names of the variables that a command removes from a service with these variables. `unknown`: the command
 * does not show which variables it sets.
 */
export function removedVariables(
  { values, secrets, set, removed }: VariableChange,
  variables: readonly EnvironmentVariable[],
): readonly string[] | 'unknown' {
  const atRisk = variables.filter(({ name }) => !set.includes(name) || removed.includes(name));
  const keptOf = ({ from }: EnvironmentVariable) => (from === 'secret' ? secrets : values);
  if (atRisk.some((variable) => keptOf(variable) === 'unknown')) return 'unknown';
  return atRisk
    .filter((variable) => removed.includes(variable.name) || keptOf(variable) === 'set')
    .map(({ name }) => name);
}
