import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PageAct } from '../../../page-protocol.ts';
import type { BlockElement, ValueElement } from '../../model/block-element.ts';
import type { Edits, Given } from '../../model/form.ts';

/** Where blocks stand: a message, a modal, an App Home. What their elements hold is kept there. */
export interface Surface {
  readonly container: Extract<PageAct, { type: 'action' }>['container'];
  readonly edits: Edits;
  readonly edit: (block_id: string, element: ValueElement, given: Given) => void;
  /** Tells the app that the element was used, after the person confirmed it where the app wants that. */
  readonly use: (block_id: string, element: Exclude<BlockElement, { type: 'image' }>, given: Given) => Promise<void>;
  /** What is wrong with inputs, by block_id. */
  readonly errors: Readonly<Record<string, string>>;
  /** Begins every id that is made here, so that labels find their fields. */
  readonly idPrefix: string;
}

export const SurfaceContext = createContext<Surface | null>(null);

export function useSurface(): Surface {
  const surface = useContext(SurfaceContext);
  if (surface === null) throw new Error('A block drawn outside a message or view');
  return surface;
}
