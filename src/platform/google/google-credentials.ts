import { GoogleAuth } from 'google-auth-library';
import { once } from '../once.ts';
import { Problem } from '../problem.ts';
import { LOGIN } from './call-google.ts';

/** Google's clients look for credentials for 20 seconds, and then end the process with an error that nobody can catch. */
const FIND_WITHIN_MS = 5_000;

/**
 * Finds the credentials of the environment before a client of Google needs them. Throws a `Problem` `no_credentials` within five
 * seconds. The search runs once for each process.
 */
export const googleCredentials: () => Promise<void> = once(() =>
  findCredentials(() => new GoogleAuth().getApplicationDefault(), FIND_WITHIN_MS),
);

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
