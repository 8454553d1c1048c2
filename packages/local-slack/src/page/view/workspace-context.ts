import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PageAnswer, PageInteraction } from '../../page-protocol.ts';
import type { PageConfirm } from '../model/block-element.ts';
import type { Location, LogName, Thread, WorkspaceState } from '../model/workspace-state.ts';

/** The page's state and actions, which every component can use. */
export interface WorkspaceAccess {
  readonly state: WorkspaceState;
  /** Performs an interaction as the acting user. Shows a toast if it fails. */
  readonly interact: (request: PageInteraction) => Promise<PageAnswer>;
  readonly say: (level: 'info' | 'error', text: string) => void;
  /** Asks the person for a confirmation. Resolves to false if the person cancels. */
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
  if (access === null) throw new Error('useWorkspace is called outside WorkspaceContext');
  return access;
}
