import { hash } from 'node:crypto';

/** BigQuery allows letters, digits, `_` and `-` in the id of a job. */
const VALID_ID = /^[\w-]{1,900}$/;
const LABEL_LENGTH = 63;

/**
 * Returns the id of the n-th attempt at a job. An attempt gets an id of its own only when the ones before it are known to have failed. An id
 * that BigQuery does not allow becomes its hash.
 */
export function derivedJobId(jobId: string, attempt: number): string {
  const base = VALID_ID.test(jobId) ? `tipoff-${jobId}` : `tipoff-sha256-${hash('sha256', jobId, 'hex')}`;
  return attempt === 1 ? base : `${base}--retry-${attempt}`;
}

/** Returns a text in the form of a label's value: at most 63 lower-case letters, digits, `_` and `-`. */
export function labelValue(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, '-')
    .slice(0, LABEL_LENGTH);
}
