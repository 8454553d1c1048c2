import type { Surface } from './surface.ts';

/** Returns the HTML id that links a label to its field. */
export function fieldId({ idPrefix }: Pick<Surface, 'idPrefix'>, block_id: string): string {
  return `${idPrefix}-${block_id}`;
}
