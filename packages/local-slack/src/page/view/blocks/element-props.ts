import type { BlockElement } from '../../model/block-element.ts';

export interface ElementProps<Kind extends BlockElement = BlockElement> {
  readonly block_id: string;
  readonly element: Kind;
  /**
   * In an input block, a change of the element sends `block_actions` only if the block sets `dispatch_action`. In all
   * other blocks, every change sends it.
   */
  readonly isInput?: boolean;
  readonly dispatchesAction?: boolean;
}
