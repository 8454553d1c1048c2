import { useRef } from 'preact/hooks';

const KEPT = 50;

export interface SentTexts {
  readonly add: (text: string) => void;
  /**
   * Returns the sent text that the up or down arrow recalls. Returns undefined before the oldest and after the newest
   * text.
   */
  readonly recall: (key: string) => string | undefined;
  /** Returns whether the text in the composer is an unchanged text that an arrow key recalled. */
  readonly isRecalled: (text: string) => boolean;
}

/** The texts sent from one composer, for recall with the arrow keys. */
export function useSentTexts(): SentTexts {
  const texts = useRef<string[]>([]);
  const index = useRef(0);
  return {
    add: (text) => {
      texts.current = [...texts.current.filter((one) => one !== text), text].slice(-KEPT);
      index.current = texts.current.length;
    },
    recall: (key) => {
      if (key !== 'ArrowUp' && key !== 'ArrowDown') return;
      const next = index.current + (key === 'ArrowUp' ? -1 : 1);
      const text = texts.current[next];
      if (text !== undefined) index.current = next;
      return text;
    },
    isRecalled: (text) => texts.current[index.current] === text,
  };
}
