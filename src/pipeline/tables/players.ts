import type { Table } from '../../platform/warehouse.ts';
import { required } from './columns.ts';

/**
 * Every player imported with an id, and the lookup that identifies him in all tables. The lookup comes from his first import and never changes:
 * other spellings of his name, as in injury reports, are mapped to it by his id.
 */
export const players: Table = {
  name: 'nba_raw.players',
  columns: required('STRING', 'player_id', 'player_name', 'player_lookup'),
  key: ['player_id'],
};
