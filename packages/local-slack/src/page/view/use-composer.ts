import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type CommandCompletion, complete, readComposed, type Suggestion } from '../model/completion.ts';
import { type ComposerStep, composerStep } from '../model/composer-key.ts';
import { type Sent, useSent } from './use-sent.ts';
import { useWorkspace } from './workspace-context.ts';

export interface Target {
  readonly channel: string;
  readonly thread_ts?: string | undefined;
}

export interface ComposerAccess {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly text: string;
  readonly suggestions: readonly Suggestion[];
  /** The suggestion that Enter would take; null when Enter sends. */
  readonly chosen: number | null;
  readonly take: (suggestion: Suggestion) => void;
  readonly send: () => Promise<void>;
  readonly onInput: (event: Event) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

const EMPTY = { text: '', cursor: 0 };

/** What is being typed, what could be meant by it, and where it goes. */
export function useComposer(target: Target): ComposerAccess {
  const { state } = useWorkspace();
  const field = useRef<HTMLTextAreaElement | null>(null);
  const [typed, setTyped] = useState(EMPTY);
  const [active, setActive] = useState<number | null>(null);
  const [isDismissed, setIsDismissed] = useState(false);
  const sent = useSent();
  const { suggestions, entersAtOnce } = shown(
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
    const isTaken = await deliver(text);
    if (!isTaken) setTyped((now) => (now.text === '' ? { text, cursor: text.length } : now));
  };
  const onInput = ({ currentTarget: area }: Event) => {
    if (area instanceof HTMLTextAreaElement) type({ text: area.value, cursor: area.selectionStart });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const step = composerStep(event, { suggestions, active, entersAtOnce });
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
  const chosen = active ?? (entersAtOnce && suggestions.length > 0 ? 0 : null);
  return { field, text: typed.text, suggestions, chosen, take, send, onInput, onKeyDown };
}

/** Sends a text as what it is; false when nobody took it, and it should not be lost. */
function useDelivery({ channel, thread_ts }: Target): (text: string) => Promise<boolean> {
  const { state, act, say } = useWorkspace();
  return async (text) => {
    const composed = readComposed(text, state.workspace.commands);
    if (composed.type === 'unknown') {
      say('error', `${composed.command} is not a command here. Type / to see those there are.`);
      return false;
    }
    if (composed.type === 'command') return (await act({ ...composed, channel })).ok;
    if (composed.text === '') return true;
    return (await act({ ...composed, channel, ...(thread_ts === undefined ? {} : { thread_ts }) })).ok;
  };
}

function shown(completion: CommandCompletion, list: 'open' | 'dismissed'): CommandCompletion {
  return list === 'open' ? completion : { suggestions: [], entersAtOnce: false };
}

function recall(sent: Sent, text: string, key: string): string | undefined {
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
