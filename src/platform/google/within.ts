import { Unavailable } from '../unavailable.ts';

/** The answer to a question asked of Firestore, or `Unavailable` when it takes longer: its client asks again for about a minute. */
export async function within<T>(timeoutMs: number, answer: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Unavailable('Firestore', new Error(`no answer within ${timeoutMs} ms`))),
    timeoutMs,
  );
  return await Promise.race([answer, late.promise]).finally(() => clearTimeout(timer));
}
