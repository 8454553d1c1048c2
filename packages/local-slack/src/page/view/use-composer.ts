import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type CommandCompletion, complete, readComposed, type Suggestion } from '../model/completion.ts';
import { type ComposerStep, composerStep } from '../model/composer-key.ts';
import { type SentTexts, useSentTexts } from './use-sent-texts.ts';
import { useWorkspace } from './workspace-context.ts';

export interface ComposerTarget {
  readonly channel: string;
  readonly thread_ts?: string | undefined;
}

export interface ComposerAccess {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly text: string;
  readonly suggestions: readonly Suggestion[];
  /** The index of the suggestion that Enter accepts, or null if Enter sends the text. */
  readonly chosen: number | null;
  readonly take: (suggestion: Suggestion) => void;
  readonly send: () => Promise<void>;
  readonly onInput: (event: Event) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

const EMPTY = { text: '', cursor: 0 };

/** Holds the state of a composer: its text, its suggestions, and the function that sends the text. */
export function useComposer(target: ComposerTarget): ComposerAccess {
  const { state } = useWorkspace();
  const field = useRef<HTMLTextAreaElement | null>(null);
  const [typed, setTyped] = useState(EMPTY);
  const [active, setActive] = useState<number | null>(null);
  const [isDismissed, setIsDismissed] = useState(false);
  const sent = useSentTexts();
  const { suggestions, takesFirstOnEnter } = shown(
    complete(typed.text, typed.cursor, state.workspace.commands),
    isDismissed ? 'dismissed' : 'open',
  );
  useGrowingField(field, typed);

  const type = (next: typeof EMPTY, list: 'open' | 'dismissed' = 'open') => {
    setTyped(next);
    setActive(null);
    setIsDismissed(list === 'dismissed');
  };
  const take = (suggestion: Suggestion) => {
    type(suggestion);
    field.current?.focus();
  };
  const deliver = useDelivery(target);
  const send = async () => {
    const { text } = typed;
    sent.add(text);
    type(EMPTY);
    const isSent = await deliver(text);
    if (!isSent) setTyped((now) => (now.text === '' ? { text, cursor: text.length } : now));
  };
  const onInput = ({ currentTarget: area }: Event) => {
    if (area instanceof HTMLTextAreaElement) type({ text: area.value, cursor: area.selectionStart });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const step = composerStep(event, { suggestions, active, takesFirstOnEnter });
    const recalled = step.type === 'nothing' ? recall(sent, typed.text, event.key) : undefined;
    if (recalled !== undefined) type({ text: recalled, cursor: recalled.length }, 'dismissed');
    if (step.type !== 'nothing' || recalled !== undefined) event.preventDefault();
    perform(step);
  };
  const perform = (step: ComposerStep) => {
    switch (step.type) {
      case 'move':
        return setActive(step.index);
      case 'take':
        return take(step.suggestion);
      case 'dismiss':
        return setIsDismissed(true);
      case 'send':
        return void send();
      case 'nothing':
        return;
    }
  };
  const chosen = active ?? (takesFirstOnEnter && suggestions.length > 0 ? 0 : null);
  return { field, text: typed.text, suggestions, chosen, take, send, onInput, onKeyDown };
}

/**
 * Returns a function that sends a text as a message or a command. It resolves to false if sending failed, so that the
 * composer can restore the text.
 */
function useDelivery({ channel, thread_ts }: ComposerTarget): (text: string) => Promise<boolean> {
  const { state, interact, say } = useWorkspace();
  return async (text) => {
    const composed = readComposed(text, state.workspace.commands);
    if (composed.type === 'unknown') {
      say('error', `${composed.command} is not a command in this workspace. Type / to see the commands.`);
      return false;
    }
    if (composed.type === 'command') return (await interact({ ...composed, channel })).ok;
    if (composed.text === '') return true;
    return (await interact({ ...composed, channel, ...(thread_ts === undefined ? {} : { thread_ts }) })).ok;
  };
}

function shown(completion: CommandCompletion, list: 'open' | 'dismissed'): CommandCompletion {
  return list === 'open' ? completion : { suggestions: [], takesFirstOnEnter: false };
}

function recall(sent: SentTexts, text: string, key: string): string | undefined {
  return text === '' || sent.isRecalled(text) ? sent.recall(key) : undefined;
}

function useGrowingField(field: RefObject<HTMLTextAreaElement | null>, { text, cursor }: typeof EMPTY): void {
  useLayoutEffect(() => {
    const area = field.current;
    if (area === null) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
    if (document.activeElement === area && area.selectionStart !== cursor) area.setSelectionRange(cursor, cursor);
  }, [text]);
}
