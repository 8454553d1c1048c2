import { Problem } from '../../platform/problem.ts';
import type { Outcome } from './operation.ts';

/** Returns the data of an answered outcome. A refused outcome is thrown as a `Problem` with the same code and message. */
export function answeredData<T, R>(outcome: Outcome<T, R>): T {
  if (outcome.decision === 'refused') throw new Problem({ code: outcome.code, message: outcome.message });
  return outcome.data;
}
