import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { PageMessage } from '../../page-protocol.ts';
import { emojiCharacter } from '../model/emoji.ts';
import { shownName, userOf } from './user-name.ts';
import { useWorkspace } from './workspace-context.ts';

/** Shows the reactions to a message. A click adds or removes the acting user's own reaction. */
export function Reactions({ message }: { readonly message: PageMessage }): VNode | null {
  const { interact, state } = useWorkspace();
  const { channel, ts, reactions = [] } = message;
  const { me } = state.workspace;
  if (reactions.length === 0) return null;
  return html`<div class="reactions">${reactions.map(({ name, users, count }) => {
    const isOn = users.includes(me);
    const who = users.map((id) => shownName(userOf(state.workspace, id))).join(', ');
    return html`<button type="button" key=${name} class="reaction" aria-pressed=${isOn} aria-label=${`${name}: ${count}`} title=${`${who} · :${name}:`}
      onClick=${() => void interact({ type: 'react', channel, ts, name, on: !isOn })}><span aria-hidden="true">${emojiCharacter(name) ?? `:${name}:`}</span> ${count}</button>`;
  })}</div>`;
}
