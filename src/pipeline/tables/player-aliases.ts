import type { Table } from '../../platform/warehouse.ts';
import { nullable, required } from './columns.ts';

/**
 * The table of other ids and spellings of known players. `alias_kind` is `id` for the id of another provider, which an
 * import recognized, and `spelling` for a spelling that a person assigned. `created_by` is null for an import.
 */
export const playerAliases: Table = {
  name: 'nba_raw.player_aliases',
  columns: [
    ...required('STRING', 'alias_kind', 'alias', 'player_lookup'),
    ...required('TIMESTAMP', 'created_at'),
    ...nullable('STRING', 'created_by'),
  ],
  key: ['alias_kind', 'alias'],
};
