import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { unreadCount } from '../model/workspace-state.ts';
import { ChannelPane } from './channel-pane.ts';
import { ConfirmDialog } from './confirm-dialog.ts';
import { HomePane } from './home-pane.ts';
import { Sidebar } from './sidebar.ts';
import { ThreadPane } from './thread-pane.ts';
import { Toasts } from './toasts.ts';
import { useWorkspaceAccess } from './use-workspace-access.ts';
import { shownName, userOf } from './user-name.ts';
import { ViewDialog } from './view-dialog.ts';
import { type WorkspaceAccess, WorkspaceContext } from './workspace-context.ts';

export function WorkspaceApp(): VNode {
  const { access, hasEnded, question } = useWorkspaceAccess();
  if (hasEnded) return html`<${Ended} />`;
  if (access === null) return html`<main class="waiting" aria-busy="true"><p>Opening the workspace…</p></main>`;
  return html`<${WorkspaceContext.Provider} value=${access}>
    <${Layout} access=${access} />
    <${ViewDialog} key=${access.state.workspace.me} />
    ${question !== null && html`<${ConfirmDialog} question=${question} />`}
    <${Toasts} />
  <//>`;
}

function Layout({ access }: { readonly access: WorkspaceAccess }): VNode {
  const { state } = access;
  const [isDrawerOpen, setIsDrawerOpen] = useState(false);
  const { place, thread, workspace } = state;
  const channel = workspace.channels.find(({ id }) => place.type === 'channel' && id === place.id);
  const unread = workspace.channels.reduce((sum, { id }) => sum + unreadCount(state, id), 0);
  useEffect(() => setIsDrawerOpen(false), [place]);
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${channel?.name ?? 'Home'} · ${shownName(userOf(workspace, workspace.me))} · ${workspace.workspace.name}`;
  }, [unread, channel?.name, workspace.me]);
  const openDrawer = () => setIsDrawerOpen(true);
  return html`<div class=${thread === null ? 'layout' : 'layout layout-with-thread'}>
    <${Sidebar} isOpen=${isDrawerOpen} onClose=${() => setIsDrawerOpen(false)} />
    ${
      place.type === 'home'
        ? html`<${HomePane} key=${place.id} bot=${place.id} onMenu=${openDrawer} />`
        : channel !== undefined &&
          html`<${ChannelPane} key=${`${workspace.me}/${channel.id}`} channel=${channel} onMenu=${openDrawer} />`
    }
    ${thread !== null && html`<${ThreadPane} key=${`${thread.channel}/${thread.ts}`} thread=${thread} />`}
  </div>`;
}

function Ended(): VNode {
  return html`<main class="waiting">
    <h1>This page is out of date</h1>
    <p>The workspace has a new key. Open the address that it printed when it started.</p>
  </main>`;
}
