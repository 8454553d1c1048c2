const TIMEOUT_MS = 10_000;

/** Calls a URL with GET. Throws when the server cannot be reached or does not answer with success within ten seconds. */
export async function pingUrl(url: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`The heartbeat URL answered with status ${response.status}`);
}
