import { movedIndex } from './moved-index.ts';

export type SelectStep =
  | { readonly type: 'move'; readonly index: number }
  | { readonly type: 'open' | 'choose' | 'close' | 'remove-last' | 'nothing' };

interface SelectState {
  readonly isOpen: boolean;
  readonly active: number;
  readonly count: number;
  /** Whether Backspace removes the last selected option. It does so in a multi-select menu without typed text. */
  readonly canRemove: boolean;
}

/** Returns what a key does in a select menu. */
export function selectStep(key: string, now: SelectState): SelectStep {
  if (key === 'Backspace' && now.canRemove) return { type: 'remove-last' };
  if (!now.isOpen) return { type: key === 'ArrowDown' || key === 'Enter' ? 'open' : 'nothing' };
  if (key === 'Escape') return { type: 'close' };
  if (key === 'Enter' && now.count > 0) return { type: 'choose' };
  const index = movedIndex(key, now.active, now.count);
  return index === undefined ? { type: 'nothing' } : { type: 'move', index };
}
