import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { PageMessage } from '../../page-protocol.ts';
import { emojiCharacter } from '../model/emoji.ts';
import { useWorkspace } from './workspace-context.ts';

const OFFERED = ['+1', 'white_check_mark', 'eyes', 'tada'];

/** Shows the buttons of a message while the pointer or the focus is on it. */
export function MessageTools({
  message,
  canReply,
}: {
  readonly message: PageMessage;
  readonly canReply: boolean;
}): VNode {
  const { interact, showThread, state } = useWorkspace();
  const { channel, ts, thread_ts } = message;
  const { me } = state.workspace;
  const react = (name: string) => {
    const isOn = message.reactions?.some((reaction) => reaction.name === name && reaction.users.includes(me)) ?? false;
    void interact({ type: 'react', channel, ts, name, on: !isOn });
  };
  return html`<div class="tools" role="toolbar" aria-label="Message">
    ${OFFERED.map((name) => html`<button type="button" class="tool" aria-label=${`React with ${name}`} onClick=${() => react(name)}>${emojiCharacter(name)}</button>`)}
    ${canReply && html`<button type="button" class="tool tool-text" onClick=${() => showThread({ channel, ts: thread_ts ?? ts })}>Reply</button>`}
  </div>`;
}
