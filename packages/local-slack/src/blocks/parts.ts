import type { Block } from './block.ts';
import type { Element } from './elements.ts';

/** Returns the interactive elements of a block. */
export function partsOf(block: Block): readonly Element[] {
  if (block.type === 'actions') return block.elements;
  if (block.type === 'input') return [block.element];
  if (block.type !== 'section' || block.accessory === undefined || block.accessory.type === 'image') return [];
  return [block.accessory];
}
