import * as z from 'zod';

const TIMEOUT_MS = 10_000;

const Coded = z.object({ code: z.string() });

/** A URL that may be a secret, with the name of the variable that sets it. */
export interface SecretUrl {
  readonly variable: string;
  readonly url: string;
}

/**
 * Calls a URL with GET. Throws when the server cannot be reached or does not answer with success within ten seconds.
 * The error names the variable and the cause. The error never contains the URL, because errors reach logs and the
 * channel, and whoever knows the URL can ping in place of Tipoff.
 */
export async function pingUrl({ variable, url }: SecretUrl): Promise<void> {
  const status = await statusOf(url).catch((error: unknown) => {
    throw new Error(`The URL of ${variable} cannot be called: ${connectionFault(error)}`);
  });
  if (status < 200 || status > 299) throw new Error(`The URL of ${variable} answered with status ${status}`);
}

async function statusOf(url: string): Promise<number> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'manual' });
  await response.body?.cancel();
  return response.status;
}

function connectionFault(error: unknown): string {
  if (!(error instanceof Error)) return 'the cause is unknown';
  if (error.name === 'TimeoutError') return 'its server did not answer within ten seconds';
  const code = Coded.safeParse(error.cause).data?.code;
  return code === undefined ? 'the connection failed' : `the connection failed (${code})`;
}
