import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PageInteraction } from '../../../page-protocol.ts';
import type { BlockElement, ValueElement } from '../../model/block-element.ts';
import type { Edits, StateValue } from '../../model/form.ts';

/** A container of blocks (a message, a modal or an App Home) with the values of its elements. */
export interface Surface {
  readonly container: Extract<PageInteraction, { type: 'action' }>['container'];
  readonly edits: Edits;
  readonly edit: (block_id: string, element: ValueElement, given: StateValue) => void;
  /**
   * Notifies the app that a person used an element. If the app requires a confirmation, the person has to confirm
   * first.
   */
  readonly use: (
    block_id: string,
    element: Exclude<BlockElement, { type: 'image' }>,
    given: StateValue,
  ) => Promise<void>;
  /** The validation errors of a modal's inputs, by block_id. */
  readonly errors: Readonly<Record<string, string>>;
  /** The prefix of all HTML ids in one message, modal or App Home. */
  readonly idPrefix: string;
}

export const SurfaceContext = createContext<Surface | null>(null);

export function useSurface(): Surface {
  const surface = useContext(SurfaceContext);
  if (surface === null) throw new Error('useSurface is called outside SurfaceContext');
  return surface;
}
