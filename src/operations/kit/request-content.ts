import { createHash } from 'node:crypto';
import { Problem } from '../../platform/problem.ts';
import type { OperationCall } from './operation.ts';

/** A hash of what a request asks for: the same name with another content is another request, and a mistake of whoever named it. */
export function requestContent(operation: string, { input }: Pick<OperationCall<object>, 'input'>): string {
  return createHash('sha256')
    .update(JSON.stringify([operation, input]))
    .digest('base64url');
}

/** Nothing was done: the answer to the first request would be no answer to the second. */
export function requestReused(): Problem {
  const message =
    'This request has the name of another one, which was granted with other values; nothing was done. Give every request a name of its own, and repeat one unchanged.';
  return new Problem({ code: 'request_reused', message });
}
