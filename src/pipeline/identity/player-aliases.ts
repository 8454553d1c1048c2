import * as z from 'zod';
import type { Warehouse } from '../../platform/warehouse.ts';

/** Another spelling or id of a player, as it is stored. */
export const StoredAlias = z.object({
  alias_kind: z.enum(['id', 'spelling']),
  alias: z.string(),
  player_lookup: z.string(),
  /** Null when no player with this key is imported. */
  player_name: z.string().nullable(),
  created_at: z.string(),
  /** The person who assigned the alias; null for an id that an import recognized. */
  created_by: z.string().nullable(),
});
export type StoredAlias = z.infer<typeof StoredAlias>;

/** Reads all aliases, the newest first. */
export function readAliases(warehouse: Warehouse): Promise<readonly StoredAlias[]> {
  return warehouse.query({ sql: 'identity/sql/alias-list' }, StoredAlias);
}

/** Returns whether an alias is an id or a spelling. Every provider's ids contain a digit and no space. */
export function aliasKindOf(alias: string): StoredAlias['alias_kind'] {
  return /^[\w-]*\d[\w-]*$/.test(alias) ? 'id' : 'spelling';
}

export type NewAlias = Omit<StoredAlias, 'player_name'>;

/** Stores an alias, and replaces an earlier one of this text. */
export async function storeAlias(warehouse: Warehouse, added: NewAlias, jobId: string): Promise<void> {
  const text = (value: string | null) => ({ type: 'STRING', value }) as const;
  const parameters = {
    alias_kind: text(added.alias_kind),
    alias: text(added.alias),
    player_lookup: text(added.player_lookup),
    created_at: { type: 'TIMESTAMP', value: added.created_at },
    created_by: text(added.created_by),
  } as const;
  await warehouse.execute({ sql: 'identity/sql/store-alias', parameters }, jobId);
}

export async function removeAlias(warehouse: Warehouse, alias: string, jobId: string): Promise<void> {
  const parameters = { alias: { type: 'STRING', value: alias } } as const;
  await warehouse.execute({ sql: 'identity/sql/remove-alias', parameters }, jobId);
}
