import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

export interface Popup {
  readonly isOpen: boolean;
  readonly open: () => void;
  readonly close: () => void;
  readonly holder: RefObject<HTMLDivElement | null>;
}

/** Opens and closes a popup. The popup also closes when the focus leaves it. */
export function usePopup(): Popup {
  const [isOpen, setIsOpen] = useState(false);
  const holder = useRef<HTMLDivElement | null>(null);
  useEffect(() => {
    if (!isOpen) return;
    const closeOutside = ({ target }: Event) => {
      if (target instanceof Node && holder.current?.contains(target) !== true) setIsOpen(false);
    };
    document.addEventListener('pointerdown', closeOutside);
    document.addEventListener('focusin', closeOutside);
    return () => {
      document.removeEventListener('pointerdown', closeOutside);
      document.removeEventListener('focusin', closeOutside);
    };
  }, [isOpen]);
  return { isOpen, open: () => setIsOpen(true), close: () => setIsOpen(false), holder };
}
