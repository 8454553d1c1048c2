import type { Button, ConfirmationDialog } from '@slack/types';
import { safeText } from './safe-text.ts';

const MAX_LABEL = 75;
const MAX_TITLE = 100;
const MAX_QUESTION = 300;
const MAX_ANSWER = 30;

export interface ButtonText {
  readonly label: string;
  readonly actionId: string;
  /** The value of the button: an opaque id. The store holds what the id stands for. */
  readonly id: string;
  readonly style?: 'primary' | 'danger';
}

export function button({ label, actionId, id, style }: ButtonText): Button {
  return {
    type: 'button',
    action_id: actionId,
    value: id,
    text: { type: 'plain_text', text: safeText(label, MAX_LABEL), emoji: false },
    ...(style === undefined ? {} : { style }),
  };
}

export interface Confirmation {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  readonly deny: string;
}

export function confirmation({ title, text, confirm, deny }: Confirmation): ConfirmationDialog {
  const plain = (words: string, maxLength: number) =>
    ({ type: 'plain_text', text: safeText(words, maxLength), emoji: false }) as const;
  return {
    title: plain(title, MAX_TITLE),
    text: plain(text, MAX_QUESTION),
    confirm: plain(confirm, MAX_ANSWER),
    deny: plain(deny, MAX_ANSWER),
  };
}
