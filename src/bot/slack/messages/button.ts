import type { Button } from '@slack/types';
import { shown } from './safe-text.ts';

const MAX_LABEL = 75;

export interface ButtonText {
  readonly label: string;
  readonly actionId: string;
  /** An opaque id: what it stands for is kept in the store. */
  readonly id: string;
  readonly style?: 'primary' | 'danger';
}

export function button({ label, actionId, id, style }: ButtonText): Button {
  return {
    type: 'button',
    action_id: actionId,
    value: id,
    text: { type: 'plain_text', text: shown(label, MAX_LABEL), emoji: false },
    ...(style === undefined ? {} : { style }),
  };
}
