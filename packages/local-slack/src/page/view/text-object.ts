import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { TextObject } from '../model/block-element.ts';
import { withEmoji } from '../model/emoji.ts';
import { mrkdwnFlow, mrkdwnPhrases } from '../model/mrkdwn.ts';
import { Phrases, RichTextView } from './rich-text.ts';

/** Draws a Block Kit text object as a separate paragraph. */
export function TextBlock({ text }: { readonly text: TextObject }): VNode {
  const flow = useMemo(() => (text.type === 'mrkdwn' ? mrkdwnFlow(text.text) : null), [text.type, text.text]);
  return flow === null
    ? html`<div class="rich"><p class="plain" dir="auto">${withEmoji(text.text)}</p></div>`
    : html`<${RichTextView} flow=${flow} />`;
}

/** Draws a Block Kit text object within a line of text. */
export function TextInline({ text }: { readonly text: TextObject }): VNode {
  return text.type === 'mrkdwn'
    ? html`<${Phrases} phrases=${mrkdwnPhrases(text.text)} />`
    : html`<bdi>${withEmoji(text.text)}</bdi>`;
}
