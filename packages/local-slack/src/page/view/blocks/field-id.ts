import type { Surface } from './surface.ts';

/** The id shared by a label and its field. */
export function fieldId({ idPrefix }: Pick<Surface, 'idPrefix'>, block_id: string): string {
  return `${idPrefix}-${block_id}`;
}
