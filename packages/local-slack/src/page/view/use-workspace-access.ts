import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { actAsUser } from '../client/acting-as.ts';
import { interact } from '../client/api.ts';
import { connectLive, type LiveConnection } from '../client/live.ts';
import { saveMarks } from '../client/read-marks.ts';
import { isSessionEnded, type Loader, workspaceLoader } from '../client/workspace-loader.ts';
import type { PageConfirm } from '../model/block-element.ts';
import { eventBuffer } from '../model/event-buffer.ts';
import { afterEvent } from '../model/live-event.ts';
import { dismissed, markAllRead, type WorkspaceState, withLocation, withToast } from '../model/workspace-state.ts';
import type { WorkspaceAccess } from './workspace-context.ts';

const TOAST_MS = 8_000;

export interface Question {
  readonly confirm: PageConfirm;
  readonly answer: (reply: 'yes' | 'no') => void;
}

export interface WorkspaceConnection {
  /** The page's state and actions, or null until the first load has ended. */
  readonly access: WorkspaceAccess | null;
  readonly hasEnded: boolean;
  readonly question: Question | null;
}

/** Connects the page to the workspace and holds its state. */
export function useWorkspaceAccess(): WorkspaceConnection {
  const [state, setState] = useState<WorkspaceState | null>(null);
  const [hasEnded, setHasEnded] = useState(false);
  const [question, setQuestion] = useState<Question | null>(null);
  const latest = useRef<WorkspaceState | null>(null);
  const live = useRef<LiveConnection | null>(null);

  const actions = useMemo(() => {
    const put = (next: WorkspaceState) => {
      latest.current = next;
      setState(next);
    };
    const update: Actions['update'] = (change) => latest.current !== null && put(change(latest.current));
    const say: Actions['say'] = (level, text) => announce(update, { level, text });
    const ask: Actions['ask'] = (confirm) =>
      new Promise((resolve) => {
        const answer: Question['answer'] = (reply) => {
          setQuestion(null);
          resolve(reply === 'yes');
        };
        setQuestion({ confirm, answer });
      });
    const buffer = eventBuffer((event) => update((now) => afterEvent(now, event)));
    const loader = workspaceLoader({
      buffer,
      latest: () => latest.current,
      put,
      onEnded: () => setHasEnded(true),
      onFailed: (text) => say('error', text),
    });
    const reconnect = () => live.current?.reconnect();
    return { update, say, ask, receive: buffer.receive, loader, reconnect };
  }, []);

  useEffect(() => {
    const connection = connectLive({
      onOpen: () => void actions.loader.everything(),
      onLost: () => {
        actions.update((now) => ({ ...now, connection: 'lost' }));
        void isSessionEnded().then((isEnded) => isEnded && setHasEnded(true));
      },
      onEvent: (event) => (event.type === 'notice' ? actions.say(event.level, event.text) : actions.receive(event)),
    });
    live.current = connection;
    return connection.close;
  }, [actions]);

  const access = useMemo(() => (state === null ? null : accessTo(state, actions)), [state, actions]);
  return { access, hasEnded, question };
}

interface Actions extends Pick<WorkspaceAccess, 'say' | 'ask'> {
  readonly update: (change: (state: WorkspaceState) => WorkspaceState) => void;
  readonly loader: Loader;
  /** Connects this tab again as the user that it acts as now. */
  readonly reconnect: () => void;
}

function accessTo(state: WorkspaceState, { update, say, ask, loader, reconnect }: Actions): WorkspaceAccess {
  const interactOrNotify: WorkspaceAccess['interact'] = async (request) => {
    const answer = await interact(request);
    if (!answer.ok) say('error', `${answer.message} (${answer.error})`);
    return answer;
  };
  return {
    state,
    interact: interactOrNotify,
    say,
    ask,
    go: (place) => update((now) => withLocation(now, place)),
    showThread: (thread) => update((now) => ({ ...now, thread })),
    loadNewest: loader.newest,
    loadOlder: loader.older,
    markRead: (channel) =>
      update((now) => {
        const next = markAllRead(now, channel);
        if (next !== now) saveMarks(now.workspace.me, next.readUpTo);
        return next;
      }),
    dismiss: (name, ts) => update((now) => dismissed(now, name, ts)),
    dismissToast: (id) => update((now) => withoutToast(now, id)),
    actAs: async (user) => {
      actAsUser(user);
      reconnect();
      await loader.everything();
    },
  };
}

let lastToast = 0;

function announce(update: Actions['update'], toast: { readonly level: 'info' | 'error'; readonly text: string }): void {
  lastToast += 1;
  const id = lastToast;
  update((now) => withToast(now, { id, ...toast }));
  setTimeout(() => update((now) => withoutToast(now, id)), TOAST_MS);
}

function withoutToast(state: WorkspaceState, id: number): WorkspaceState {
  return { ...state, toasts: state.toasts.filter((toast) => toast.id !== id) };
}
