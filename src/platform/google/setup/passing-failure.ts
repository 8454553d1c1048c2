import { errorText } from '../../error-text.ts';
import { ABORTED, ALREADY_EXISTS, grpcCode, INVALID_ARGUMENT, NOT_FOUND, PERMISSION_DENIED } from '../call-google.ts';

const API_DISABLED = /SERVICE_DISABLED|has not been used in project|it is disabled/i;
const NOT_KNOWN_YET = /does not exist|not found/i;

/** Whether somebody else made or changed the same thing at the same time. */
export function isConcurrentChange(error: unknown): boolean {
  const code = grpcCode(error);
  return code === ALREADY_EXISTS || code === ABORTED;
}

/** Whether Google does not know something yet that was made moments ago: an account, or an enabled API. */
export function isSettling(error: unknown): boolean {
  const code = grpcCode(error);
  if (code === PERMISSION_DENIED) return isApiDisabled(error);
  return code === NOT_FOUND || (code === INVALID_ARGUMENT && NOT_KNOWN_YET.test(errorText(error)));
}

export function isApiDisabled(error: unknown): boolean {
  return API_DISABLED.test(errorText(error));
}
