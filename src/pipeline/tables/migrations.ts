import type { Migration } from '../../platform/migration.ts';
import { rawTables } from './raw-tables.ts';

/** The warehouse's schema, step by step. */
export const MIGRATIONS: readonly Migration[] = [{ id: '0001-raw', tables: rawTables }];
