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

interface CompletionState {
  readonly suggestions: readonly Suggestion[];
  /** The index of the selected suggestion, or null if none is selected. */
  readonly active: number | null;
  readonly takesFirstOnEnter: boolean;
}

/**
 * Returns what a key does in the composer. Tab always accepts a suggestion. Enter accepts the selected suggestion, or
 * the first one if `takesFirstOnEnter` is set. In all other cases Enter sends the text.
 */
export function composerStep(pressed: PressedKey, offered: CompletionState): ComposerStep {
  const chosen = offered.suggestions[offered.active ?? 0];
  if (chosen === undefined) return { type: sends(pressed) ? 'send' : 'nothing' };
  return suggestionStep(chosen, pressed, offered);
}

function suggestionStep(chosen: Suggestion, pressed: PressedKey, offered: CompletionState): ComposerStep {
  const { suggestions, active } = offered;
  if (pressed.key === 'Escape') return { type: 'dismiss' };
  if (pressed.key === 'Tab' && !pressed.shiftKey) return { type: 'take', suggestion: chosen };
  if (sends(pressed)) return takesSuggestion(offered) ? { type: 'take', suggestion: chosen } : { type: 'send' };
  if (!pressed.key.startsWith('Arrow')) return { type: 'nothing' };
  const start = pressed.key === 'ArrowUp' ? 0 : -1;
  const index = movedIndex(pressed.key, active ?? start, suggestions.length);
  return index === undefined ? { type: 'nothing' } : { type: 'move', index };
}

function takesSuggestion({ active, takesFirstOnEnter }: CompletionState): boolean {
  return active !== null || takesFirstOnEnter;
}

function sends({ key, shiftKey }: PressedKey): boolean {
  return key === 'Enter' && !shiftKey;
}
