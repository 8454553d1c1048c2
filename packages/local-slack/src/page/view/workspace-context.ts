import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PageAct, PageAnswer } from '../../page-protocol.ts';
import type { PageConfirm } from '../model/block-element.ts';
import type { Location, LogName, Thread, WorkspaceState } from '../model/workspace-state.ts';

/** What every part of the page may know and do. */
export interface WorkspaceAccess {
  readonly state: WorkspaceState;
  /** Does it as the acting user and says so in a toast when it failed. */
  readonly act: (request: PageAct) => Promise<PageAnswer>;
  readonly say: (level: 'info' | 'error', text: string) => void;
  /** Asks before something is done; false when the person thought better of it. */
  readonly ask: (confirm: PageConfirm) => Promise<boolean>;
  readonly go: (place: Location) => void;
  readonly showThread: (thread: Thread | null) => void;
  readonly loadNewest: (name: LogName) => Promise<void>;
  readonly loadOlder: (name: LogName) => Promise<void>;
  readonly markRead: (channel: string) => void;
  readonly dismiss: (name: LogName, ts: string) => void;
  readonly dismissToast: (id: number) => void;
  readonly actAs: (user: string) => Promise<void>;
}

export const WorkspaceContext = createContext<WorkspaceAccess | null>(null);

export function useWorkspace(): WorkspaceAccess {
  const access = useContext(WorkspaceContext);
  if (access === null) throw new Error('Drawn outside the workspace');
  return access;
}
