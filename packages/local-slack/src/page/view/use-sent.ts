import { useRef } from 'preact/hooks';

const KEPT = 50;

export interface Sent {
  readonly add: (text: string) => void;
  /** What the arrow up or down brings back; undefined where there is nothing further. */
  readonly recall: (key: string) => string | undefined;
  /** Whether the text is the one that was brought back last. */
  readonly isRecalled: (text: string) => boolean;
}

/** What was sent from one composer, to be sent again or changed a little. */
export function useSent(): Sent {
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
