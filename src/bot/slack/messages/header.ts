import type { ContextBlock, HeaderBlock } from '@slack/types';
import { safeText } from './safe-text.ts';

const MAX_HEADER = 150;
const MAX_CONTEXT = 300;

export function header(text: string): HeaderBlock {
  return { type: 'header', text: { type: 'plain_text', text: safeText(text, MAX_HEADER), emoji: false } };
}

/** Builds the line of small print under a message. */
export function smallPrint(...texts: readonly string[]): ContextBlock {
  const text = texts.map((each) => safeText(each, MAX_CONTEXT)).join(' · ');
  return { type: 'context', elements: [{ type: 'plain_text', text, emoji: false }] };
}
