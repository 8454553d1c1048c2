import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { PageChannel } from '../../page-protocol.ts';
import { unreadCount, type WorkspaceState } from '../model/workspace-state.ts';
import { Avatar } from './avatar.ts';
import { PersonSwitcher } from './person-switcher.ts';
import { ThemeSwitcher } from './theme-switcher.ts';
import { shownName, userOf } from './user-name.ts';
import { useWorkspace } from './workspace-context.ts';

const MAX_SHOWN = 99;

/**
 * Shows the channels, the apps, the connection status and the acting user. On a narrow page the sidebar is a drawer.
 */
export function Sidebar({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }): VNode {
  const { state } = useWorkspace();
  const { workspace, channels, homeTabs } = state.workspace;
  useEffect(() => {
    if (!isOpen) return;
    const onKeyDown = ({ key }: KeyboardEvent) => key === 'Escape' && onClose();
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [isOpen]);
  const bots = homeTabs.map(({ user }) => user);
  const direct = channels.filter(({ is_im, user }) => is_im && !bots.includes(user ?? ''));
  return html`<div class=${isOpen ? 'sidebar-holder sidebar-holder-open' : 'sidebar-holder'}>
    <button type="button" class="scrim" aria-label="Close the menu" tabindex=${isOpen ? 0 : -1} onClick=${onClose}></button>
    <aside class="sidebar" aria-label="Workspace">
      <header class="sidebar-head"><span class="workspace-mark" aria-hidden="true"></span><h1><bdi>${workspace.name}</bdi></h1><${ThemeSwitcher} /></header>
      <nav class="places" aria-label="Channels">
        <h2>Channels</h2>
        <ul>${channels.filter(({ is_im }) => !is_im).map((channel) => html`<${ChannelLink} key=${channel.id} channel=${channel} />`)}</ul>
        ${homeTabs.length > 0 && html`<h2>Apps</h2><ul>${homeTabs.map(({ user }) => html`<${HomeLink} key=${user} user=${user} messages=${channels.find((channel) => channel.user === user)} />`)}</ul>`}
        ${direct.length > 0 && html`<h2>Direct messages</h2><ul>${direct.map((channel) => html`<${ChannelLink} key=${channel.id} channel=${channel} />`)}</ul>`}
      </nav>
      <${ConnectionStatus} state=${state} />
      <${PersonSwitcher} />
    </aside>
  </div>`;
}

interface ChannelLinkProps {
  readonly channel: PageChannel;
  /** The text that the sidebar shows. Defaults to the channel's name. */
  readonly name?: string;
}

function ChannelLink({ channel, name }: ChannelLinkProps): VNode {
  const { state, go } = useWorkspace();
  const isHere = state.place.type === 'channel' && state.place.id === channel.id;
  const unread = unreadCount(state, channel.id);
  return html`<li><button
    type="button"
    class=${unread > 0 ? 'place place-unread' : 'place'}
    aria-current=${isHere ? 'page' : undefined}
    onClick=${() => go({ type: 'channel', id: channel.id })}
  >
    ${name === undefined ? html`<${ChannelName} channel=${channel} />` : html`<span class="place-mark"></span><span class="place-name">${name}</span>`}
    ${unread > 0 && html`<span class="unread" aria-label=${`${unread} unread`}>${unread > MAX_SHOWN ? `${MAX_SHOWN}+` : unread}</span>`}
  </button></li>`;
}

function ChannelName({ channel }: { readonly channel: PageChannel }): VNode {
  const { state } = useWorkspace();
  const user = channel.user === undefined ? undefined : userOf(state.workspace, channel.user);
  return html`
    ${user === undefined ? html`<span class="place-mark" aria-hidden="true">#</span>` : html`<${Avatar} user=${user} size="small" />`}
    <span class="place-name"><bdi>${user === undefined ? channel.name : shownName(user)}</bdi></span>
  `;
}

interface HomeLinkProps {
  readonly user: string;
  /** The direct message with the app, if it exists. */
  readonly messages: PageChannel | undefined;
}

function HomeLink({ user, messages }: HomeLinkProps): VNode {
  const { state, go } = useWorkspace();
  const bot = userOf(state.workspace, user);
  const isHere = state.place.type === 'home' && state.place.id === user;
  return html`<li>
    <button type="button" class="place" aria-current=${isHere ? 'page' : undefined} onClick=${() => go({ type: 'home', id: user })}>
      <${Avatar} user=${bot} size="small" /><span class="place-name"><bdi>${shownName(bot)}</bdi></span>
    </button>
    ${messages !== undefined && html`<ul><${ChannelLink} channel=${messages} name="Messages" /></ul>`}
  </li>`;
}

function ConnectionStatus({ state }: { readonly state: WorkspaceState }): VNode {
  const [level, text] = connectionStatusOf(state);
  return html`<p class=${`connection-status connection-status-${level}`} role="status">${text}</p>`;
}

function connectionStatusOf({ connection, workspace }: WorkspaceState): readonly [string, string] {
  if (connection !== 'live') return ['bad', 'Connection lost. Reconnecting…'];
  return workspace.isBotConnected ? ['good', 'Live'] : ['waiting', 'The app is not connected'];
}
