import type { BlockElement } from '../../model/block-element.ts';

export interface ElementProps<Kind extends BlockElement = BlockElement> {
  readonly block_id: string;
  readonly element: Kind;
  /**
   * A change in an input block sends `block_actions` only if the block sets `dispatch_action`. Elsewhere every change
   * sends it.
   */
  readonly isInput?: boolean;
  readonly dispatchesAction?: boolean;
}
