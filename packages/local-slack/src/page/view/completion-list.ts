import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Suggestion } from '../model/completion.ts';

interface CompletionListProps {
  readonly id: string;
  readonly suggestions: readonly Suggestion[];
  /** The index of the suggestion that Enter accepts. */
  readonly chosen: number | null;
  readonly onTake: (suggestion: Suggestion) => void;
}

/** Shows the list of suggestions above the composer. */
export function CompletionList({ id, suggestions, chosen, onTake }: CompletionListProps): VNode {
  return html`<div class="completion" id=${id} role="listbox" aria-label="Suggestions">
    ${suggestions.map(
      (suggestion, index) => html`<div
        id=${`${id}-${index}`}
        key=${suggestion.label}
        role="option"
        aria-selected=${index === chosen}
        class=${index === chosen ? 'popup-item popup-item-active' : 'popup-item'}
        onPointerDown=${(event: Event) => event.preventDefault()}
        onClick=${() => onTake(suggestion)}
      ><span><span class="completion-label">${suggestion.label}</span> <span class="completion-usage">${suggestion.usage}</span></span>${suggestion.detail !== '' && html`<small>${suggestion.detail}</small>`}</div>`,
    )}
    <p class="completion-keys"><kbd>Tab</kbd> complete <kbd>↑</kbd><kbd>↓</kbd> select <kbd>Esc</kbd> close</p>
  </div>`;
}
