import type { PageState } from '../../page-protocol.ts';
import type { EventBuffer } from '../model/event-buffer.ts';
import {
  initialState,
  type LogName,
  logOf,
  reloaded,
  type WorkspaceState,
  withHistory,
} from '../model/workspace-state.ts';
import { fetchHistory, fetchState, SessionEnded } from './api.ts';
import { readMarks } from './read-marks.ts';

export interface Loader {
  /** Loads the workspace and the newest messages of every channel. */
  readonly everything: () => Promise<void>;
  readonly newest: (name: LogName) => Promise<void>;
  readonly older: (name: LogName) => Promise<void>;
}

export interface LoaderDeps {
  readonly buffer: EventBuffer;
  readonly latest: () => WorkspaceState | null;
  readonly put: (state: WorkspaceState) => void;
  /** Called when the server no longer knows this page's cookie, because the workspace has a new key. */
  readonly onEnded: () => void;
  readonly onFailed: (text: string) => void;
}

export function workspaceLoader({ buffer, latest, put, onEnded, onFailed }: LoaderDeps): Loader {
  const load = (name: LogName, range: 'newest' | 'older') =>
    buffer.whileFetching(async () => {
      const now = latest();
      const before = range === 'older' && now !== null ? logOf(now, name).messages[0]?.ts : undefined;
      const history = await fetchHistory(name, before);
      const then = latest();
      if (then !== null) put(withHistory(then, name, { history, range }));
    });
  const guarded = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (error instanceof SessionEnded) onEnded();
      else onFailed('The workspace could not be loaded. The page tries again when the connection is back.');
    }
  };
  const everything = () =>
    buffer.whileFetching(async () => {
      const workspace = await fetchState();
      const now = latest();
      const marks = marksFor(workspace);
      const next = now === null ? initialState(workspace, marks) : reloaded(now, workspace, marks);
      put({ ...next, connection: 'live' });
      await Promise.all(openLogs(next).map((name) => load(name, 'newest')));
    });
  return {
    everything: () => guarded(everything),
    newest: (name) => guarded(() => load(name, 'newest')),
    older: (name) => guarded(() => load(name, 'older')),
  };
}

/** Returns whether the server answers but no longer knows this page's cookie. */
export async function isSessionEnded(): Promise<boolean> {
  try {
    await fetchState();
    return false;
  } catch (error) {
    return error instanceof SessionEnded;
  }
}

function openLogs({ workspace, thread }: WorkspaceState): readonly LogName[] {
  const channels = workspace.channels.map(({ id }) => ({ channel: id }));
  return thread === null ? channels : [...channels, { channel: thread.channel, thread_ts: thread.ts }];
}

function marksFor({ me, channels }: PageState): WorkspaceState['readUpTo'] {
  return readMarks(
    me,
    channels.map(({ id }) => id),
  );
}
