import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { PageState } from '../../page-protocol.ts';
import { act, fetchHistory, fetchState, SessionEnded } from '../client/api.ts';
import { connectLive } from '../client/live.ts';
import { readMarks, saveMarks } from '../client/read-marks.ts';
import type { Confirm } from '../model/block-element.ts';
import { afterEvent, type HeardEvent } from '../model/live-event.ts';
import {
  dismissed,
  historyCame,
  initialState,
  type LogName,
  logOf,
  readAll,
  reloaded,
  toasted,
  type WorkspaceState,
  wentTo,
} from '../model/workspace-state.ts';
import type { WorkspaceAccess } from './workspace-context.ts';

const TOAST_MS = 8_000;

export interface Question {
  readonly confirm: Confirm;
  readonly answer: (isYes: boolean) => void;
}

export interface Session {
  /** Null until the workspace has answered for the first time. */
  readonly access: WorkspaceAccess | null;
  readonly hasEnded: boolean;
  /** What is asked of the person now. */
  readonly question: Question | null;
}

type Change = (state: WorkspaceState) => WorkspaceState;

/** The page's connection to the workspace and everything that is known of it. */
export function useWorkspaceAccess(): Session {
  const [state, setState] = useState<WorkspaceState | null>(null);
  const [hasEnded, setHasEnded] = useState(false);
  const [question, setQuestion] = useState<Question | null>(null);
  const latest = useRef<WorkspaceState | null>(null);
  /** What happened before the workspace was known. */
  const early = useRef<HeardEvent[]>([]);
  latest.current = state;

  const actions = useMemo(() => {
    const update = (change: Change) => setState((now) => (now === null ? now : change(now)));
    const say = (level: 'info' | 'error', text: string) => announce(update, { level, text });
    const ask = (confirm: Confirm) =>
      new Promise<boolean>((resolve) => {
        const answer = (isYes: boolean) => {
          setQuestion(null);
          resolve(isYes);
        };
        setQuestion({ confirm, answer });
      });
    const load = async () => {
      try {
        const workspace = await fetchState();
        setState((now) => {
          const next = now === null ? freshState(workspace) : reloaded(now, workspace);
          return early.current.splice(0).reduce(afterEvent, { ...next, connection: 'live' });
        });
        await catchUp(workspace, { update, thread: latest.current?.thread ?? null });
      } catch (error) {
        if (error instanceof SessionEnded) setHasEnded(true);
        else say('error', 'The workspace could not be read. The page tries again when the connection is back.');
      }
    };
    return { update, say, ask, load };
  }, []);

  useEffect(() => {
    const onLost = () => {
      actions.update((now) => ({ ...now, connection: 'lost' }));
      fetchState().catch((error) => error instanceof SessionEnded && setHasEnded(true));
    };
    return connectLive({
      onOpen: () => void actions.load(),
      onLost,
      onEvent: (event) => {
        if (event.type === 'notice') announce(actions.update, event);
        else if (latest.current === null) early.current.push(event);
        else actions.update((now) => afterEvent(now, event));
      },
    });
  }, [actions]);

  const access = useMemo(() => (state === null ? null : accessTo(state, actions)), [state, actions]);
  return { access, hasEnded, question };
}

interface Actions {
  readonly update: (change: Change) => void;
  readonly say: WorkspaceAccess['say'];
  readonly ask: WorkspaceAccess['ask'];
  readonly load: () => Promise<void>;
}

function accessTo(state: WorkspaceState, { update, say, ask, load }: Actions): WorkspaceAccess {
  const doAct: WorkspaceAccess['act'] = async (request) => {
    const answer = await act(request);
    if (!answer.ok) say('error', `${answer.message} (${answer.error})`);
    return answer;
  };
  return {
    state,
    act: doAct,
    say,
    ask,
    go: (place) => update((now) => wentTo(now, place)),
    showThread: (thread) => update((now) => ({ ...now, thread })),
    loadNewest: (name) => loadNewest(update, name),
    loadOlder: async (name) => {
      const history = await fetchHistory(name, logOf(state, name).messages[0]?.ts);
      update((now) => historyCame(now, name, { history, stretch: 'older' }));
    },
    markRead: (channel) =>
      update((now) => {
        const next = readAll(now, channel);
        if (next !== now) saveMarks(now.workspace.me, next.readUpTo);
        return next;
      }),
    dismiss: (name, ts) => update((now) => dismissed(now, name, ts)),
    dismissToast: (id) => update((now) => ({ ...now, toasts: now.toasts.filter((toast) => toast.id !== id) })),
    actAs: async (user) => {
      const answer = await doAct({ type: 'act-as', user_id: user });
      if (answer.ok) await load();
    },
  };
}

function freshState(workspace: PageState): WorkspaceState {
  return initialState(workspace, readMarks(workspace.me));
}

/** What came while the page was not connected: the newest messages of every channel, and of the thread that is open. */
async function catchUp(
  { channels }: PageState,
  { update, thread }: Pick<Actions, 'update'> & Pick<WorkspaceState, 'thread'>,
): Promise<void> {
  const names: LogName[] = channels.map(({ id }) => ({ channel: id }));
  if (thread !== null) names.push({ channel: thread.channel, thread_ts: thread.ts });
  await Promise.all(names.map((name) => loadNewest(update, name)));
}

async function loadNewest(update: Actions['update'], name: LogName): Promise<void> {
  const history = await fetchHistory(name);
  update((now) => historyCame(now, name, { history, stretch: 'newest' }));
}

let lastToast = 0;

function announce(update: Actions['update'], toast: { readonly level: 'info' | 'error'; readonly text: string }): void {
  lastToast += 1;
  const id = lastToast;
  update((now) => toasted(now, { id, ...toast }));
  setTimeout(() => update((now) => ({ ...now, toasts: now.toasts.filter((one) => one.id !== id) })), TOAST_MS);
}
