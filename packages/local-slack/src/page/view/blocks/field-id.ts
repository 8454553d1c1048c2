import type { Surface } from './surface.ts';

/** The id that a label and its field share. */
export function fieldId({ idPrefix }: Pick<Surface, 'idPrefix'>, block_id: string): string {
  return `${idPrefix}-${block_id}`;
}
