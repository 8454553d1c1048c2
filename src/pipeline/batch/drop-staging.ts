import * as z from 'zod';
import { type Collection, type DocumentStore, STORE_TIME } from '../../platform/document-store.ts';
import { Instant, millisOf } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { BATCHES } from '../documents/batch-document.ts';
import { predictionsStaging } from '../tables/predictions-staging.ts';
import { isCurrent } from './read-batch.ts';

const DATASET = 'nba_staging';
/** Every load that still runs is younger. */
const MAX_AGE_MS = 24 * 60 * 60_000;
const UNFINISHED = ['open', 'consolidating', 'failed'] as const;

/** A staging table that a clean-up has seen. Not every warehouse knows when a table was created. */
const StagingTable = z.object({ name: z.string(), first_seen_at: Instant });

export const STAGING_TABLES: Collection<z.infer<typeof StagingTable>> = {
  name: 'staging_tables',
  schema: StagingTable,
  indexes: [],
  texts: [],
  times: ['first_seen_at'],
};

/**
 * Drops the staging tables that a killed import, batch or grading has left. A table is left over when a clean-up saw it
 * at least 24 hours ago and no unfinished batch can still need it. Resolves to the names of the dropped tables.
 */
export async function dropLeftStaging({
  store,
  warehouse,
}: {
  readonly store: DocumentStore;
  readonly warehouse: Warehouse;
}): Promise<readonly string[]> {
  const present = await warehouse.tablesIn(DATASET);
  const seen = await store.query({ collection: STAGING_TABLES }, {});
  const needed = await stagingOfUnfinished(store);
  const now = millisOf(await store.now());
  const dropped: string[] = [];
  for (const name of present.filter((table) => !needed.has(table))) {
    const earlier = seen.find(({ id }) => id === name);
    if (earlier === undefined)
      await store.create({ collection: STAGING_TABLES, id: name }, { name, first_seen_at: STORE_TIME });
    else if (now >= millisOf(earlier.data.first_seen_at) + MAX_AGE_MS) {
      await warehouse.drop(name);
      dropped.push(name);
    }
  }
  const kept = new Set(present.filter((name) => !dropped.includes(name)));
  for (const { id, version } of seen.filter((each) => !kept.has(each.id)))
    await store.delete({ collection: STAGING_TABLES, id }, version);
  return dropped;
}

/** The staging table of each unfinished batch. A failed consolidation loads no second time when it is repeated. */
async function stagingOfUnfinished(store: DocumentStore): Promise<ReadonlySet<string>> {
  const found = await Promise.all(
    UNFINISHED.map((state) => store.query({ collection: BATCHES }, { where: [['state', '==', state]] })),
  );
  const batches = found.flat().flatMap(({ data }) => (isCurrent(data) ? [data] : []));
  return new Set(batches.map(({ batch_id, generation }) => predictionsStaging(batch_id, generation).name));
}
