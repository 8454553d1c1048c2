import type { AuditContext } from '#src/coordination/audit/audit-context.ts';
import { changeBatch } from '#src/pipeline/batch/change-batch.ts';
import { readBatch } from '#src/pipeline/batch/read-batch.ts';
import { startBatch } from '#src/pipeline/batch/start-batch.ts';
import type { OpenBatch } from '#src/pipeline/documents/batch-document.ts';
import { type PlayerDocument, playersOf } from '#src/pipeline/player/player-document.ts';
import type { DocumentStore, Written } from '#src/platform/document-store.ts';
import { instantFromDate } from '#src/platform/instant.ts';
import { aTrail } from '../../coordination/audit/a-chain.ts';
import { NOW } from '../pipeline-stores.ts';

export const GAME_DATE = '2026-02-05';

/** Opens a batch that requests exactly these players. */
export async function anOpenBatch(
  store: DocumentStore,
  players: readonly Written<PlayerDocument>[],
  auditContext: AuditContext = aTrail(),
): Promise<OpenBatch> {
  const started = await startBatch(store, {
    gameDate: GAME_DATE,
    asOf: instantFromDate(NOW),
    mode: 'RETRY',
    now: NOW,
    auditContext,
  });
  if (started.type !== 'started') throw new Error(`a batch is open already: ${started.batchId}`);
  const { batchId } = started;
  await store.createMany(
    playersOf(batchId),
    players.map((data) => ({ id: data.player_lookup.toString(), data })),
  );
  const expected = { batchId, state: 'preparing', generation: 1 } as const;
  await changeBatch(store, expected, async () => ({ state: 'open', expected_players: players.length }));
  return openBatchOf(store, batchId);
}

async function openBatchOf(store: DocumentStore, batchId: string): Promise<OpenBatch> {
  const batch = await readBatch(store, batchId);
  if (batch?.state !== 'open') throw new Error(`${batchId} is ${batch?.state ?? 'absent'}, not open`);
  return batch;
}
