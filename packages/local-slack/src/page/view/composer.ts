import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { CompletionList } from './completion-list.ts';
import { type ComposerTarget, useComposer } from './use-composer.ts';

interface ComposerProps extends ComposerTarget {
  readonly label: string;
}

/** The input for messages and commands. Enter sends, Shift+Enter starts a new line, and the up arrow recalls sent texts. */
export function Composer({ channel, thread_ts, label }: ComposerProps): VNode {
  const { field, text, suggestions, chosen, take, send, onInput, onKeyDown } = useComposer({ channel, thread_ts });
  const listId = `completion-${thread_ts ?? channel}`;
  const onSubmit = (event: Event) => {
    event.preventDefault();
    void send();
  };
  return html`<form class="composer" onSubmit=${onSubmit}>
    ${suggestions.length > 0 && html`<${CompletionList} id=${listId} suggestions=${suggestions} chosen=${chosen} onTake=${take} />`}
    <div class="composer-box">
      <textarea
        ref=${field}
        rows="1"
        dir="auto"
        aria-label=${label}
        placeholder=${label}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded=${suggestions.length > 0}
        aria-controls=${listId}
        aria-activedescendant=${chosen === null ? undefined : `${listId}-${chosen}`}
        value=${text}
        onInput=${onInput}
        onKeyDown=${onKeyDown}
      ></textarea>
      <button type="submit" class="send" aria-label="Send" disabled=${text.trim() === ''}><span aria-hidden="true">↑</span></button>
    </div>
  </form>`;
}
