import { expect, test } from 'vitest';
import { AuditHeadsPost } from '#src/coordination/audit/announce-heads.ts';
import { auditedTransaction } from '#src/coordination/audit/open-audit.ts';
import { verifyAudit } from '#src/coordination/audit/verify-audit.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { postAuditHead } from '#src/jobs/post-audit-head.ts';
import type { App } from '#src/operations/app.ts';
import { parseHeads } from '#src/operations/kit/input/heads-text.ts';
import { aTrail, PROOF } from '../coordination/audit/a-chain.ts';
import { memoryStore } from '../pipeline/pipeline-stores.ts';

const NOON = new Date('2026-02-05T17:00:00Z');

async function change({ store }: Pick<App, 'store'>): Promise<void> {
  const subject = { kind: 'service', id: 'worker' } as const;
  await auditedTransaction(store, aTrail(), async (_, audit) =>
    audit.append({ action: 'lock.claimed', subject, before: null, after: null }),
  );
}

function anApp(): App {
  return { store: memoryStore() } as App;
}

async function posts({ store }: Pick<App, 'store'>) {
  const found = await store.query({ collection: POSTS }, {});
  return found.map(({ data }) => AuditHeadsPost.parse(JSON.parse(data.wanted)));
}

test('the heads of a day are posted once, and are never edited', async () => {
  const app = anApp();
  await change(app);
  expect(await postAuditHead.run(app, NOON)).toBe('Posted the audit hashes of 2026-02-05.');
  const [posted] = await posts(app);
  await change(app);
  expect(await postAuditHead.run(app, NOON)).toBe('The audit hashes of 2026-02-05 are already in the channel.');
  expect(await posts(app)).toEqual([posted]);
});

test('the posted line is what the check compares with', async () => {
  const app = anApp();
  await change(app);
  await postAuditHead.run(app, NOON);
  const kept = parseHeads((await posts(app)).flatMap(({ heads }) => heads).join(','));
  await change(app);
  expect(kept).toHaveLength(1);
  expect(await verifyAudit(app.store, PROOF, kept)).toMatchObject({ faults: [] });
  expect(await verifyAudit(memoryStore(), PROOF, kept)).toMatchObject({ faults: [{ fault: 'missing' }] });
});

test('nothing is posted when the audit has not grown', async () => {
  const app = anApp();
  expect(await postAuditHead.run(app, NOON)).toBe('The audit has no new records in the last day.');
  expect(await posts(app)).toEqual([]);
});
