import { expect, test } from 'vitest';
import { AUDIT_RECORDS } from '#src/coordination/audit/audit-record.ts';
import { recordFinishedMoves } from '#src/coordination/audit/record-finished-moves.ts';
import type { FinishedMoves, StoreFiles } from '#src/platform/store-files.ts';
import { memoryStore } from '../../pipeline/pipeline-stores.ts';
import { aChain } from './a-chain.ts';

const RESTORE: FinishedMoves = {
  id: 'moves-1',
  begunAt: '2026-01-05T20:00:00.000Z',
  reason: 'restore',
  aside: [{ from: 'tipoff.sqlite', to: 'replaced/monday/tipoff.sqlite' }],
  author: { name: 'ann', request: 'r1' },
  backup: '/backups/monday',
};
const never = () => Promise.reject(new Error('not called'));

function movesAfterRestart(kept: FinishedMoves[], forget: 'forgets' | 'is killed before it forgets'): StoreFiles {
  return {
    backup: never,
    restore: never,
    examine: never,
    repair: never,
    finishedMoves: () => Promise.resolve([...kept]),
    forgetFinishedMoves: (id) => {
      if (forget === 'is killed before it forgets') return Promise.reject(new Error('killed'));
      kept.splice(
        kept.findIndex((moves) => moves.id === id),
        1,
      );
      return Promise.resolve();
    },
  };
}

async function recordsAfter(runs: readonly Parameters<typeof movesAfterRestart>[1][], moves = RESTORE) {
  const store = memoryStore();
  const kept = [moves];
  for (const forget of runs) {
    const storeFiles = movesAfterRestart(kept, forget);
    await recordFinishedMoves({ store, audit: aChain('process-1'), storeFiles }).catch(() => undefined);
  }
  return { kept, records: (await store.query({ collection: AUDIT_RECORDS }, {})).map(({ data }) => data) };
}

test('a restore is recorded with its author, and forgotten', async () => {
  const { kept, records } = await recordsAfter(['forgets']);
  expect(records).toMatchObject([
    { action: 'data.restored', actor: { kind: 'person', name: 'ann' }, request: 'r1', subject_id: 'moves-1' },
  ]);
  expect(records[0]?.after).toContain('/backups/monday');
  expect(kept).toEqual([]);
});

test('a kill between the record and the forgetting records nothing twice', async () => {
  const { records } = await recordsAfter(['is killed before it forgets', 'forgets']);
  expect(records).toHaveLength(1);
});

test('a repair without a known caller is recorded as a change by Tipoff', async () => {
  const { records } = await recordsAfter(['forgets'], { ...RESTORE, reason: 'repair', author: null, backup: null });
  expect(records).toMatchObject([{ action: 'data.repaired', actor: { kind: 'system' } }]);
});
