import type { BlockElement } from '../../model/block-element.ts';

/** What an element of a block is drawn from. */
export interface ElementProps<Kind extends BlockElement = BlockElement> {
  readonly block_id: string;
  readonly element: Kind;
  /** In an input block only `dispatch_action` tells the app at once; elsewhere every use does. */
  readonly isInput?: boolean;
  readonly tellsAtOnce?: boolean;
}
