import { expect, it } from 'vitest';
import { type AuditContext, auditContextOf } from '#src/coordination/audit/audit-context.ts';
import type { ChainHead } from '#src/coordination/audit/chain-head.ts';
import { headsToPublish } from '#src/coordination/audit/heads-to-publish.ts';
import { auditedTransaction } from '#src/coordination/audit/open-audit.ts';
import { verifyAudit } from '#src/coordination/audit/verify-audit.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { memoryStore } from '../../pipeline/pipeline-stores.ts';
import { ANN } from '../identity/actors.ts';
import { aChain, PROOF } from './a-chain.ts';

const COMMANDS = 300;

function change(store: DocumentStore, trail: AuditContext, action = 'lock.claimed'): Promise<void> {
  const subject = { kind: 'service', id: 'worker' } as const;
  return auditedTransaction(store, trail, async (_, audit) =>
    audit.append({ action, subject, before: null, after: null }),
  );
}

/** A bot that keeps running, and commands that each start a process with its own chain. */
async function aDay(seventh = 'lock.claimed'): Promise<DocumentStore> {
  const store = memoryStore();
  const bot = auditContextOf(aChain('bot'), ANN, 'bot');
  await change(store, bot);
  for (let command = 1; command <= COMMANDS; command += 1) {
    const action = command === 7 ? seventh : 'lock.claimed';
    await change(store, auditContextOf(aChain(`command-${command}`), ANN, `r${command}`), action);
  }
  await change(store, bot);
  return store;
}

it('a day of hundreds of commands needs only a few published heads', async () => {
  const kept = await headsToPublish(await aDay());
  expect(kept.map(({ chain }) => chain)).toEqual(['bot', `command-${COMMANDS}`]);
});

it('the published heads also prove the chains they do not name', async () => {
  const day = await aDay();
  const forged = await aDay('lock.released');
  const kept = await headsToPublish(day);
  const faults = async (store: DocumentStore, heads: readonly ChainHead[] = []) =>
    (await verifyAudit(store, PROOF, heads)).faults;
  expect(await faults(day, kept)).toEqual([]);
  expect(await faults(forged)).toEqual([]);
  expect(await faults(forged, kept)).toContainEqual({ chain: `command-${COMMANDS}`, seq: 1, fault: 'rewritten' });
});
