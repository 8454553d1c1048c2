import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { PageUser } from '../../page-protocol.ts';
import { tabOf } from '../client/acting-as.ts';
import { Avatar } from './avatar.ts';
import { usePopup } from './blocks/use-popup.ts';
import { shownName, userOf } from './user-name.ts';
import { useWorkspace } from './workspace-context.ts';

/** Shows the acting user of this tab, switches to another one, and opens a second tab for another one. */
export function PersonSwitcher(): VNode {
  const { state, actAs } = useWorkspace();
  const { isOpen, open, close, holder } = usePopup();
  const [isBusy, setIsBusy] = useState(false);
  const me = userOf(state.workspace, state.workspace.me);
  const people = state.workspace.users.filter(({ is_bot }) => !is_bot);
  const become = async (user: PageUser) => {
    close();
    setIsBusy(true);
    await actAs(user.id);
    setIsBusy(false);
  };
  return html`<div class="person popup-holder" ref=${holder} onKeyDown=${({ key }: KeyboardEvent) => key === 'Escape' && close()}>
    ${
      isOpen &&
      html`<div class="popup popup-above" role="menu" aria-label="Act as">
        ${people.map(
          (user) => html`<div class="person-row" role="none">
            <button type="button" role="menuitemradio" aria-checked=${user.id === me.id} class="popup-item person-item" onClick=${() => become(user)}>
              <${Avatar} user=${user} size="small" /><bdi>${shownName(user)}</bdi>
            </button>
            <a role="menuitem" class="person-tab" href=${tabOf(user.id)} target="_blank" rel="noopener" aria-label=${`Open a new tab as ${shownName(user)}`} title="Open in a new tab" onClick=${close}>↗</a>
          </div>`,
        )}
      </div>`
    }
    <button type="button" class="person-button" aria-haspopup="menu" aria-expanded=${isOpen} aria-busy=${isBusy} disabled=${isBusy} onClick=${isOpen ? close : open}>
      <${Avatar} user=${me} />
      <span class="person-text"><small>Acting as</small><bdi>${shownName(me)}</bdi></span>
      <span aria-hidden="true">⇅</span>
    </button>
  </div>`;
}
