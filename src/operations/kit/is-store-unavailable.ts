import { failureOf } from './failure.ts';

/** Failures of a store that time or a person has to cure; meanwhile nobody can be asked who holds what. */
const STORE_FAILURES = ['unavailable', 'store_corrupt', 'store_read_only', 'store_too_new', 'disk_full'];

/** Whether the store could not be asked at all, here or by the process that was asked to. */
export function isStoreUnavailable(error: unknown): error is Error {
  return error instanceof Error && STORE_FAILURES.includes(failureOf(error).code);
}
