import type { BlockElement } from '../../model/block-element.ts';

/** The props of an element. */
export interface ElementProps<Kind extends BlockElement = BlockElement> {
  readonly block_id: string;
  readonly element: Kind;
  /** Whether a change sends `block_actions`. In an input block only `dispatch_action` does; elsewhere every change does. */
  readonly isInput?: boolean;
  readonly dispatchesAction?: boolean;
}
