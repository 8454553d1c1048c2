import type { Suggestion } from './completion.ts';
import { movedIndex } from './moved-index.ts';

export type ComposerStep =
  | { readonly type: 'move'; readonly index: number }
  | { readonly type: 'take'; readonly suggestion: Suggestion }
  | { readonly type: 'dismiss' | 'send' | 'nothing' };

export interface PressedKey {
  readonly key: string;
  readonly shiftKey: boolean;
}

interface Offered {
  readonly suggestions: readonly Suggestion[];
  /** The one the person moved to; null before that. */
  readonly active: number | null;
  readonly entersAtOnce: boolean;
}

/** What a key means in the composer. Tab always takes a suggestion; Enter only one that was chosen or is plainly meant, otherwise it sends. */
export function composerStep(pressed: PressedKey, offered: Offered): ComposerStep {
  const chosen = offered.suggestions[offered.active ?? 0];
  if (chosen === undefined) return { type: sends(pressed) ? 'send' : 'nothing' };
  return stepAmong(chosen, pressed, offered);
}

function stepAmong(chosen: Suggestion, pressed: PressedKey, offered: Offered): ComposerStep {
  const { suggestions, active } = offered;
  if (pressed.key === 'Escape') return { type: 'dismiss' };
  if (pressed.key === 'Tab' && !pressed.shiftKey) return { type: 'take', suggestion: chosen };
  if (sends(pressed)) return isMeant(offered) ? { type: 'take', suggestion: chosen } : { type: 'send' };
  if (!pressed.key.startsWith('Arrow')) return { type: 'nothing' };
  const start = pressed.key === 'ArrowUp' ? 0 : -1;
  const index = movedIndex(pressed.key, active ?? start, suggestions.length);
  return index === undefined ? { type: 'nothing' } : { type: 'move', index };
}

function isMeant({ active, entersAtOnce }: Offered): boolean {
  return active !== null || entersAtOnce;
}

function sends({ key, shiftKey }: PressedKey): boolean {
  return key === 'Enter' && !shiftKey;
}
