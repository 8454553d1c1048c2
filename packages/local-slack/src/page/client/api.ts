import { PageAnswer, PageHistory, type PageInteraction, PageState } from '../../page-protocol.ts';
import type { LogName } from '../model/workspace-state.ts';
import { actingAs, forgetActingUser } from './acting-as.ts';

const READ_WITHIN_MS = 10_000;

/** Thrown when the server no longer knows the page's cookie, because the workspace has a new key. */
export class SessionEnded extends Error {
  override readonly name = 'SessionEnded';
}

/** Fetches the workspace. If it has no such user any more, the tab acts as the first user. */
export async function fetchState(): Promise<PageState> {
  const response = await getResponse(`/page/state?${actingAs()}`);
  if (response.status !== 404) return PageState.parse(await jsonOf(response));
  forgetActingUser();
  return PageState.parse(await jsonOf(await getResponse('/page/state')));
}

/** Fetches the newest messages of a channel or thread. With `before`, it fetches only messages older than that `ts`. */
export async function fetchHistory({ channel, thread_ts }: LogName, before?: string): Promise<PageHistory> {
  const query = actingAs();
  query.set('channel', channel);
  if (thread_ts !== undefined) query.set('thread_ts', thread_ts);
  if (before !== undefined) query.set('before', before);
  return PageHistory.parse(await jsonOf(await getResponse(`/page/history?${query}`)));
}

/** Performs an interaction as the acting user. After a network error it returns a failed answer instead of throwing. */
export async function interact(request: PageInteraction): Promise<PageAnswer> {
  try {
    const response = await fetch(`/page/interact?${actingAs()}`, {
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

async function getResponse(path: string): Promise<Response> {
  return await fetch(path, { signal: AbortSignal.timeout(READ_WITHIN_MS) });
}

async function jsonOf(response: Response): Promise<unknown> {
  const { status, url } = response;
  if (status === 401 || status === 403) throw new SessionEnded(`${url}: ${status}`);
  if (!response.ok) throw new Error(`${url}: ${status}`);
  return response.json();
}
