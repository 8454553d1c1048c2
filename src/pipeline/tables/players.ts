import type { Table } from '../../platform/warehouse.ts';
import { required } from './columns.ts';

/**
 * The table of players who were imported with an id. It maps each id to `player_lookup`, the key that identifies a
 * player in all tables. The key comes from the player's first import and never changes. Other spellings of his name, as
 * in injury reports, are mapped to it by his id.
 */
export const players: Table = {
  name: 'nba_raw.players',
  columns: required('STRING', 'player_id', 'player_name', 'player_lookup'),
  key: ['player_id'],
};
