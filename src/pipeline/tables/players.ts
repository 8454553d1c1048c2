import type { Table } from '../../platform/warehouse.ts';
import { required } from './columns.ts';

/**
 * Every player who was ever imported with an id, under the one lookup all tables know him by. Given at his first import and kept: other
 * spellings of his name, as bookmakers and injury reports use them, come to the same lookup by his id.
 */
export const players: Table = {
  name: 'nba_raw.players',
  columns: required('STRING', 'player_id', 'player_name', 'player_lookup'),
  key: ['player_id'],
};
