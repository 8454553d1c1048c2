import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Flow, Phrase } from '../model/rich-node.ts';
import { useWorkspace } from './workspace-context.ts';

/** Matches a progress bar that consists of block characters: a filled part followed by an empty part. */
const BAR = /([█▓▇■▰]+[░▒□▱▁]*|[░▒□▱▁]{4,})/;
const BAR_LINE = /^[█▓▇■▰░▒□▱▁]{4,}[^\n]*$/;
const DONE = /^[█▓▇■▰]*/;

/** Renders rich text nodes. Content from people and apps becomes DOM text and never HTML. */
export function RichTextView({ flow }: { readonly flow: readonly Flow[] }): VNode {
  return html`<div class="rich" dir="auto">${flow.map(drawFlow)}</div>`;
}

export function Phrases({ phrases }: { readonly phrases: readonly Phrase[] }): VNode {
  return html`<bdi>${phrases.map(drawPhrase)}</bdi>`;
}

function drawFlow(node: Flow): VNode {
  switch (node.type) {
    case 'paragraph':
      return html`<p dir="auto">${node.children.map(drawPhrase)}</p>`;
    case 'heading':
      return html`<p class="rich-heading" dir="auto">${node.children.map(drawPhrase)}</p>`;
    case 'preformatted':
      return drawPreformatted(node.text);
    case 'quote':
      return html`<blockquote>${node.children.map(drawFlow)}</blockquote>`;
    case 'rule':
      return html`<hr />`;
    case 'list':
      return drawList(node);
  }
}

/** A preformatted line that starts with a progress bar is drawn without the usual box. */
function drawPreformatted(text: string): VNode {
  return BAR_LINE.test(text)
    ? html`<p class="bar-line">${drawText(text)}</p>`
    : html`<pre tabindex="0" dir="auto">${drawText(text)}</pre>`;
}

function drawList({ isOrdered, start, indent, items }: Extract<Flow, { type: 'list' }>): VNode {
  const drawn = items.map((item) => html`<li>${item.map(drawFlow)}</li>`);
  const depth = `indent-${Math.min(indent, 5)}`;
  return isOrdered ? html`<ol class=${depth} start=${start}>${drawn}</ol>` : html`<ul class=${depth}>${drawn}</ul>`;
}

function drawPhrase(phrase: Phrase): VNode | string | readonly (VNode | string)[] {
  switch (phrase.type) {
    case 'text':
      return drawText(phrase.text);
    case 'code':
      return html`<code>${phrase.text}</code>`;
    case 'strong':
      return html`<strong>${phrase.children.map(drawPhrase)}</strong>`;
    case 'emphasis':
      return html`<em>${phrase.children.map(drawPhrase)}</em>`;
    case 'strike':
      return html`<s>${phrase.children.map(drawPhrase)}</s>`;
    case 'break':
      return html`<br />`;
    default:
      return drawReference(phrase);
  }
}

type Reference = Extract<Phrase, { type: 'link' | 'user' | 'channel' | 'broadcast' | 'emoji' }>;

function drawReference(phrase: Reference): VNode {
  switch (phrase.type) {
    case 'link':
      return html`<a href=${phrase.href} target="_blank" rel="noopener noreferrer"><bdi>${phrase.children.map(drawPhrase)}</bdi></a>`;
    case 'user':
      return html`<${UserMention} id=${phrase.id} />`;
    case 'channel':
      return html`<${ChannelMention} id=${phrase.id} />`;
    case 'broadcast':
      return html`<span class="mention mention-me">${phrase.text}</span>`;
    default:
      return phrase.character === null
        ? html`<span>${`:${phrase.name}:`}</span>`
        : html`<span class="emoji" role="img" aria-label=${phrase.name} title=${`:${phrase.name}:`}>${phrase.character}</span>`;
  }
}

function drawText(text: string): readonly (VNode | string)[] {
  return text.split(BAR).map((part, index) => (index % 2 === 0 ? part : drawBar(part)));
}

function drawBar(bar: string): VNode {
  const done = DONE.exec(bar)?.[0] ?? '';
  return html`<span class="bar"><span class="bar-done">${done}</span>${bar.slice(done.length)}</span>`;
}

function UserMention({ id }: { readonly id: string }): VNode {
  const { workspace } = useWorkspace().state;
  const name = workspace.users.find((user) => user.id === id)?.name ?? id;
  return html`<span class=${id === workspace.me ? 'mention mention-me' : 'mention'}>@<bdi>${name}</bdi></span>`;
}

function ChannelMention({ id }: { readonly id: string }): VNode {
  const { state, go } = useWorkspace();
  const channel = state.workspace.channels.find((one) => one.id === id);
  if (channel === undefined) return html`<span class="mention">#<bdi>${id}</bdi></span>`;
  return html`<button type="button" class="mention" onClick=${() => go({ type: 'channel', id })}>#<bdi>${channel.name}</bdi></button>`;
}
