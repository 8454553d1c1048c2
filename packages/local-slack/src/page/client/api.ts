import { PageAnswer, PageHistory, type PageInteraction, PageState } from '../../page-protocol.ts';
import type { LogName } from '../model/workspace-state.ts';

const READ_WITHIN_MS = 10_000;

/** Thrown when the server no longer knows the page's cookie, because the workspace was restarted. */
export class SessionEnded extends Error {
  override readonly name = 'SessionEnded';
}

export async function fetchState(): Promise<PageState> {
  return PageState.parse(await getJson('/page/state'));
}

/** Fetches the newest messages of a channel or thread. With `before`, it fetches only messages older than that `ts`. */
export async function fetchHistory({ channel, thread_ts }: LogName, before?: string): Promise<PageHistory> {
  const query = new URLSearchParams({ channel });
  if (thread_ts !== undefined) query.set('thread_ts', thread_ts);
  if (before !== undefined) query.set('before', before);
  return PageHistory.parse(await getJson(`/page/history?${query}`));
}

/** Performs an interaction as the acting user. After a network error it returns a failed answer instead of throwing. */
export async function interact(request: PageInteraction): Promise<PageAnswer> {
  try {
    const response = await fetch('/page/interact', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    return PageAnswer.parse(await response.json());
  } catch {
    return {
      ok: false,
      error: 'unreachable',
      message: 'The workspace does not answer. Check that local-slack is still running.',
    };
  }
}

async function getJson(path: string): Promise<unknown> {
  const response = await fetch(path, { signal: AbortSignal.timeout(READ_WITHIN_MS) });
  if (response.status === 401 || response.status === 403) throw new SessionEnded(`${path}: ${response.status}`);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}
