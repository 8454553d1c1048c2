import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { PageView } from '../../page-protocol.ts';
import { BlockList } from './blocks/block-list.ts';
import { useBlocks } from './blocks/use-blocks.ts';
import { PaneHead } from './pane-head.ts';
import { useWorkspace } from './workspace-context.ts';

const NO_ERRORS = {};

/** Shows the App Home of a bot, as the bot published it for the acting user. */
export function HomePane({ bot, onMenu }: { readonly bot: string; readonly onMenu: () => void }): VNode {
  const { state, interact, go } = useWorkspace();
  const tab = state.workspace.homeTabs.find(({ user }) => user === bot);
  const { me } = state.workspace;
  useEffect(() => {
    void interact({ type: 'open-home' });
  }, [bot, me]);
  const message = async () => {
    const answer = await interact({ type: 'open-dm', user_id: bot });
    if (answer.ok && answer.channel !== undefined) go({ type: 'channel', id: answer.channel });
  };
  return html`<main class="pane" aria-label=${tab?.name ?? 'Home'}>
    <${PaneHead} title=${tab?.name ?? 'Home'} detail="App Home, published for you" onMenu=${onMenu} />
    <div class="home">
      <p class="home-tools"><button type="button" class="button button-plain" onClick=${message}>Message this app</button></p>
      ${tab?.view === undefined ? html`<p class="nothing">The app has not published its App Home yet.</p>` : html`<${HomeView} key=${tab.view.id} view=${tab.view} />`}
    </div>
  </main>`;
}

function HomeView({ view }: { readonly view: PageView }): VNode {
  const container = { type: 'view', view_id: view.id } as const;
  const { blocks, surface } = useBlocks(view.blocks, { container, idPrefix: `home-${view.id}`, errors: NO_ERRORS });
  return html`<div class="message-card"><${BlockList} blocks=${blocks} surface=${surface} /></div>`;
}
