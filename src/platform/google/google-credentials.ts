import { GoogleAuth } from 'google-auth-library';
import { Problem } from '../problem.ts';
import { LOGIN } from './call-google.ts';

/** Google's clients look for credentials for 20 seconds, and then end the process with an error that nobody can catch. */
const FIND_WITHIN_MS = 5_000;
/** Every client asks for the credentials. After a failure, they share its error for this long, and do not search one after the other. */
const SEARCH_AGAIN_AFTER_MS = 10_000;

/**
 * Finds the credentials of the environment before a client of Google needs them. Throws a `Problem` `no_credentials` within five
 * seconds. A search that succeeds is the last one of the process.
 */
export const googleCredentials: () => Promise<void> = sharedSearch(
  () => findCredentials(() => new GoogleAuth().getApplicationDefault(), FIND_WITHIN_MS),
  { againAfterMs: SEARCH_AGAIN_AFTER_MS, clock: () => performance.now() },
);

/** @internal tests call it with another search */
export function sharedSearch(
  search: () => Promise<void>,
  { againAfterMs, clock }: { readonly againAfterMs: number; readonly clock: () => number },
): () => Promise<void> {
  let current: Promise<void> | undefined;
  let failedAt: number | undefined;
  return () => {
    if (failedAt !== undefined && clock() - failedAt >= againAfterMs) current = undefined;
    if (current !== undefined) return current;
    failedAt = undefined;
    current = search();
    current.catch(() => {
      failedAt = clock();
    });
    return current;
  };
}

/** @internal tests call it with another search */
export async function findCredentials(search: () => Promise<unknown>, withinMs: number): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${withinMs} ms`)), withinMs);
  await Promise.race([search(), late])
    .catch((cause: unknown) => {
      throw new Problem({ code: 'no_credentials', message: `No Google credentials were found. ${LOGIN}`, cause });
    })
    .finally(() => clearTimeout(timer));
}
