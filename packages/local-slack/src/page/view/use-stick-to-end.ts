import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

const CLOSE_PX = 48;

export interface StickToEnd {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  readonly isAtEnd: boolean;
  readonly toEnd: () => void;
}

/** Keeps a list scrolled to its end, until the person scrolls up. */
export function useStickToEnd(): StickToEnd {
  const scroller = useRef<HTMLDivElement | null>(null);
  const content = useRef<HTMLDivElement | null>(null);
  const mode = useRef<'following' | 'reading'>('following');
  const [isAtEnd, setIsAtEnd] = useState(true);
  const toEnd = () => {
    mode.current = 'following';
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  };
  useEffect(() => {
    const list = scroller.current;
    if (list === null || content.current === null) return;
    let top = list.scrollTop;
    const onScroll = () => {
      const isClose = list.scrollHeight - list.scrollTop - list.clientHeight < CLOSE_PX;
      // A new message lengthens the list. The list is then not at its end, but it still follows new messages.
      const stays = isClose || (mode.current === 'following' && list.scrollTop >= top);
      mode.current = stays ? 'following' : 'reading';
      top = list.scrollTop;
      setIsAtEnd(stays);
    };
    const follow = () => list.scrollTo({ top: mode.current === 'following' ? list.scrollHeight : list.scrollTop });
    const observer = new ResizeObserver(follow);
    observer.observe(content.current);
    observer.observe(list);
    list.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      list.removeEventListener('scroll', onScroll);
    };
  }, []);
  return { scroller, content, isAtEnd, toEnd };
}
