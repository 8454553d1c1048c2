import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { BatchDeps } from '#src/pipeline/batch/batch-deps.ts';
import { COLLECTIONS } from '#src/pipeline/collections.ts';
import { loadPricing } from '#src/pipeline/pricing/pricing-training.ts';
import { MIGRATIONS } from '#src/pipeline/tables/migrations.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { duckdbWarehouse } from '#src/platform/embedded/duckdb-warehouse.ts';
import { filesBelow } from '#src/platform/embedded/files-below.ts';
import { inProcessQueue } from '#src/platform/embedded/in-process-queue.ts';
import { readStatements } from '#src/platform/embedded/sql-files.ts';
import { sqliteDocumentStore } from '#src/platform/embedded/sqlite-document-store.ts';
import type { Log } from '#src/platform/log.ts';
import { once } from '#src/platform/once.ts';
import type { Warehouse } from '#src/platform/warehouse.ts';
import { aChain } from '../coordination/audit/a-chain.ts';
import { migratedFile } from './warehouse-file.ts';

/** The evening of a game day: 18:00 in New York. */
export const NOW = new Date('2026-02-05T23:00:00Z');

export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A clock that advances by a millisecond at every reading. */
function steadyClock(): () => number {
  let micros = NOW.getTime() * 1000;
  return () => {
    micros += 1000;
    return micros;
  };
}

/** A store in memory that ends with the test. */
export function memoryStore(nowMicros: () => number = steadyClock()): DocumentStore {
  const store = sqliteDocumentStore({ path: ':memory:', collections: COLLECTIONS, nowMicros });
  onTestFinished(() => store.close());
  return store;
}

/** The distributions of points that the models folder has. */
export const PRICING = once(() => loadPricing(filesBelow(fileURLToPath(new URL('../../models', import.meta.url)))));

/** A warehouse in a temporary folder. By default it has every table and no rows. */
export async function temporaryWarehouse(write = migratedFile): Promise<Warehouse> {
  const folder = await mkdtemp(join(tmpdir(), 'tipoff-test-'));
  const warehouse = duckdbWarehouse({
    path: await write(folder),
    migrations: MIGRATIONS,
    threads: 1,
    statements: readStatements(fileURLToPath(new URL('../../src/pipeline', import.meta.url))),
  });
  onTestFinished(async () => {
    await warehouse.close();
    await rm(folder, { recursive: true });
  });
  return warehouse;
}

/** The embedded adapters, empty, with their own warehouse unless one is given. */
export async function pipelineStores(warehouse?: Warehouse): Promise<BatchDeps> {
  const store = memoryStore();
  return {
    store,
    audit: aChain(),
    warehouse: warehouse ?? (await temporaryWarehouse()),
    queue: inProcessQueue({ log: silentLog }),
    log: silentLog,
    now: () => NOW,
    pricing: PRICING,
    newId: randomUUID,
  };
}
