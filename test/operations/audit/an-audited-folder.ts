import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { onTestFinished } from 'vitest';
import { createApp } from '#src/app.ts';
import { systemAuditContext } from '#src/coordination/audit/audit-context.ts';
import { auditedTransaction } from '#src/coordination/audit/open-audit.ts';
import { recordHash } from '#src/coordination/audit/record-hash.ts';
import { verifyAuditTrail } from '#src/operations/audit/verify.ts';
import { sha256 } from '../../coordination/audit/a-chain.ts';
import { ANN } from '../../coordination/identity/actors.ts';
import { silentLog } from '../../pipeline/pipeline-stores.ts';

/** The chains of the two processes that wrote the folder. */
export const [FIRST, NEWEST] = ['chain-1', 'chain-2'];
/** The number of records in each chain. */
export const LENGTH = 4;

type Body = Record<string, unknown>;

/** Appends records as a process with its own chain does. */
export async function runProcess(dataFolder: string, chain: string, changes: number): Promise<void> {
  const { app, close } = createApp({ platform: 'embedded', dataFolder }, { instanceId: chain, log: silentLog });
  for (let number = 1; number <= changes; number += 1) {
    const change = { subject: { kind: 'batch', id: `b${number}` }, before: null, after: { number } } as const;
    await auditedTransaction(app.store, systemAuditContext(app.audit, 'test'), async (_, audit) =>
      audit.append({ action: 'batch.sealed', ...change }),
    );
  }
  await close();
}

export async function verify(dataFolder: string, heads?: string) {
  const { app, close } = createApp({ platform: 'embedded', dataFolder }, { log: silentLog });
  const input = heads === undefined ? {} : { heads };
  const outcome = await verifyAuditTrail.run(app, { input, actor: ANN, request: 'r1', progress: () => undefined });
  await close();
  return outcome;
}

export async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tipoff-tampering-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** Opens the store as a program that does not know the key. */
export async function withDatabase(folder: string, write: (database: DatabaseSync) => unknown): Promise<void> {
  const database = new DatabaseSync(join(folder, 'tipoff.sqlite'));
  try {
    await write(database);
  } finally {
    database.close();
  }
}

export const recordId = (chain: string, seq: number) => `${chain}-${String(seq).padStart(10, '0')}`;

export function bodyOf(database: DatabaseSync, table: string, id: string): Body {
  const row = database.prepare(`SELECT body FROM ${table} WHERE id = ?`).get(id);
  return JSON.parse(String(row?.['body']));
}

export function putBody(database: DatabaseSync, table: string, [id, body]: readonly [string, unknown]): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  database
    .prepare(
      `INSERT INTO ${table} (parent, id, version, body) VALUES ('', ?, 1, ?) ON CONFLICT (parent, id) DO UPDATE SET body = excluded.body`,
    )
    .run(id, text);
}

export function editRecord(database: DatabaseSync, seq: number, fields: Body): void {
  const id = recordId(NEWEST, seq);
  putBody(database, 'audit_records', [id, { ...bodyOf(database, 'audit_records', id), ...fields }]);
}

export function editHead(database: DatabaseSync, fields: Body): void {
  putBody(database, 'audit_heads', [NEWEST, { ...bodyOf(database, 'audit_heads', NEWEST), ...fields }]);
}

/** Writes records that are consistent in themselves, from a number on, and the head after them. */
export function rewriteFrom(
  database: DatabaseSync,
  [chain, from, to]: readonly [string, number, number],
  fields: Body,
): Body {
  const template = bodyOf(database, 'audit_records', recordId(NEWEST, 1));
  let prev_hash = from === 1 ? '' : bodyOf(database, 'audit_records', recordId(chain, from - 1))['hash'];
  for (let seq = from; seq <= to; seq += 1) {
    const content: Body = { ...template, ...fields, chain, seq, prev_hash };
    delete content['hash'];
    const hash = recordHash(content, sha256);
    putBody(database, 'audit_records', [recordId(chain, seq), { ...content, hash }]);
    prev_hash = hash;
  }
  const head = { chain, seq: to, hash: prev_hash, at: fields['at'] ?? template['at'] };
  const before = database.prepare('SELECT body FROM audit_heads WHERE id = ?').get(chain);
  const signature = before === undefined ? {} : { signature: JSON.parse(String(before['body'])).signature };
  putBody(database, 'audit_heads', [chain, { ...head, ...signature }]);
  return head;
}

export function removeRecords(database: DatabaseSync, pattern: string): void {
  database.prepare('DELETE FROM audit_records WHERE id LIKE ?').run(pattern);
}

export function dropIndexes(database: DatabaseSync): void {
  const indexes = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'audit_records' AND sql IS NOT NULL")
    .all();
  for (const { name } of indexes) database.exec(`DROP INDEX "${String(name)}"`);
}
