import type { PageState } from '../../page-protocol.ts';
import type { EventHold } from '../model/event-hold.ts';
import {
  historyCame,
  initialState,
  type LogName,
  logOf,
  reloaded,
  type WorkspaceState,
} from '../model/workspace-state.ts';
import { fetchHistory, fetchState, SessionEnded } from './api.ts';
import { readMarks } from './read-marks.ts';

export interface Loader {
  /** The workspace with the newest messages of every channel: at the start, after a lost connection, and as somebody else. */
  readonly everything: () => Promise<void>;
  readonly newest: (name: LogName) => Promise<void>;
  readonly older: (name: LogName) => Promise<void>;
}

export interface LoaderDeps {
  readonly hold: EventHold;
  readonly latest: () => WorkspaceState | null;
  readonly put: (state: WorkspaceState) => void;
  /** The server has been started anew and does not know this page. */
  readonly onEnded: () => void;
  readonly onFailed: (text: string) => void;
}

/** Fetches what the page shows. */
export function workspaceLoader({ hold, latest, put, onEnded, onFailed }: LoaderDeps): Loader {
  const load = (name: LogName, stretch: 'newest' | 'older') =>
    hold.during(async () => {
      const now = latest();
      const before = stretch === 'older' && now !== null ? logOf(now, name).messages[0]?.ts : undefined;
      const history = await fetchHistory(name, before);
      const then = latest();
      if (then !== null) put(historyCame(then, name, { history, stretch }));
    });
  const guarded = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (error instanceof SessionEnded) onEnded();
      else onFailed('The workspace could not be read. The page tries again once the connection is back.');
    }
  };
  const everything = () =>
    hold.during(async () => {
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

/** Whether the server answers and does not know this page any more. */
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
