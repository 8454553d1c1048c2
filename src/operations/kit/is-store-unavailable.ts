import { failureOf } from './failure.ts';

/** The codes of failures that make the whole store unusable, until they pass or a person fixes them. */
const STORE_FAILURES = [
  'unavailable',
  'store_corrupt',
  'store_read_only',
  'store_too_new',
  'disk_full',
  // Without the audit key, no change can be signed, and unsigned changes are not stored.
  'audit_key_unusable',
  // A store in the cloud does not let this process in, which may be the reason for a deploy.
  'no_credentials',
  'bad_credentials',
  'google_denied',
  'wrong_project',
];

/** Whether an error means that this process, or the process that it called, could not use the store at all. */
export function isStoreUnavailable(error: unknown): error is Error {
  return error instanceof Error && STORE_FAILURES.includes(failureOf(error).code);
}
