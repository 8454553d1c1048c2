import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

export interface Popup {
  readonly isOpen: boolean;
  readonly open: () => void;
  readonly close: () => void;
  /** Of the element that holds both the popup and what opens it. */
  readonly holder: RefObject<HTMLDivElement | null>;
}

/** A menu or list that goes away when the person turns to something else. */
export function usePopup(): Popup {
  const [isOpen, setIsOpen] = useState(false);
  const holder = useRef<HTMLDivElement | null>(null);
  useEffect(() => {
    if (!isOpen) return;
    const leave = ({ target }: Event) => {
      if (target instanceof Node && holder.current?.contains(target) !== true) setIsOpen(false);
    };
    document.addEventListener('pointerdown', leave);
    document.addEventListener('focusin', leave);
    return () => {
      document.removeEventListener('pointerdown', leave);
      document.removeEventListener('focusin', leave);
    };
  }, [isOpen]);
  return { isOpen, open: () => setIsOpen(true), close: () => setIsOpen(false), holder };
}
