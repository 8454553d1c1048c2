import { createHash } from 'node:crypto';
import { Problem } from '../../platform/problem.ts';
import type { OperationCall } from './operation.ts';

/**
 * Hashes a request's operation and input. If two requests have the same idempotency key but different hashes, the
 * caller made a mistake.
 */
export function requestContent(operation: string, { input }: Pick<OperationCall<object>, 'input'>): string {
  return createHash('sha256')
    .update(JSON.stringify([operation, input]))
    .digest('base64url');
}

/**
 * The refusal of a request whose idempotency key was already used with other input. The reply to the first request
 * would not answer this one.
 */
export function requestReused(): Problem {
  const message =
    'An earlier request with other values used this name, so nothing was done. Give every new request its own name; only an exact repeat may reuse one.';
  return new Problem({ code: 'request_reused', message });
}
