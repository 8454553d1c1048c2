import { Problem } from '../../platform/problem.ts';
import type { Outcome } from './operation.ts';

/** The data of an outcome. Throws a `Problem` with the code and message of a refusal. */
export function answeredData<T, R>(outcome: Outcome<T, R>): T {
  if (outcome.decision === 'refused') throw new Problem({ code: outcome.code, message: outcome.message });
  return outcome.data;
}
