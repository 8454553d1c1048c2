import { useRef } from 'preact/hooks';

const KEPT = 50;

export interface SentTexts {
  readonly add: (text: string) => void;
  /** Returns the sent text that the up or down arrow recalls, or undefined at the end of the list. */
  readonly recall: (key: string) => string | undefined;
  /** Returns whether an arrow key has recalled exactly this text. */
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
