import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { appendFile, copyFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signHead } from '#src/coordination/audit/head-signature.ts';
import { keyFileSigner } from '#src/platform/embedded/key-file-signer.ts';
import {
  aFolder,
  bodyOf,
  dropIndexes,
  editHead,
  editRecord,
  FIRST,
  LENGTH,
  NEWEST,
  putBody,
  recordId,
  removeRecords,
  rewriteFrom,
  runProcess,
  verify,
  withDatabase,
} from './an-audited-folder.ts';

const TOO_DEEP = 50_000;
const LARGEST_VERSION = '9223372036854775807';

let pristine = '';
let earlier = '';

async function aCopy(): Promise<string> {
  const folder = await aFolder();
  await cp(pristine, folder, { recursive: true });
  return folder;
}

function publicKeyOf(privateKey: string): string {
  return String(createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }));
}

beforeAll(async () => {
  pristine = await mkdtemp(join(tmpdir(), 'tipoff-tampering-'));
  earlier = `${pristine}.earlier`;
  await runProcess(pristine, FIRST, LENGTH);
  await copyFile(join(pristine, 'tipoff.sqlite'), earlier);
  await runProcess(pristine, NEWEST, LENGTH);
});

afterAll(async () => {
  await rm(pristine, { recursive: true });
  await rm(earlier);
});

const MANIPULATIONS: readonly (readonly [
  name: string,
  fault: string,
  manipulate: (database: DatabaseSync, folder: string) => void | Promise<void>,
])[] = [
  ['an edited field', 'edited', (database) => editRecord(database, 2, { after: '{"number":9}' })],
  ['an unknown field', 'edited', (database) => editRecord(database, 2, { note: 'added later' })],
  [
    'an unknown field with a name that objects treat specially',
    'edited',
    (database) => {
      const id = recordId(NEWEST, 2);
      const text = JSON.stringify(bodyOf(database, 'audit_records', id));
      putBody(database, 'audit_records', [id, `{"__proto__":{"a":1},${text.slice(1)}`]);
    },
  ],
  ['an edit of the newest record', 'edited', (database) => editRecord(database, LENGTH, { request: 'another' })],
  ['a removed record', 'missing', (database) => removeRecords(database, recordId(NEWEST, 2))],
  ['a removed newest record', 'missing', (database) => removeRecords(database, recordId(NEWEST, LENGTH))],
  [
    'a removed newest record and a shortened head',
    'forged',
    (database) => {
      removeRecords(database, recordId(NEWEST, LENGTH));
      const { seq, hash, at } = bodyOf(database, 'audit_records', recordId(NEWEST, LENGTH - 1));
      editHead(database, { seq, hash, at });
    },
  ],
  ['a head with another hash', 'forged', (database) => editHead(database, { hash: '0'.repeat(64) })],
  ['a head with another time', 'edited', (database) => editHead(database, { at: '2020-01-01T00:00:00.000000Z' })],
  [
    'a head without its signature',
    'unsigned',
    (database) => {
      const { signature: _, ...head } = bodyOf(database, 'audit_heads', NEWEST);
      putBody(database, 'audit_heads', [NEWEST, head]);
    },
  ],
  [
    'a head with the signature of another head',
    'forged',
    (database) => editHead(database, { signature: bodyOf(database, 'audit_heads', FIRST)['signature'] }),
  ],
  ['a head with an unknown field', 'damaged', (database) => editHead(database, { note: 'x' })],
  ['a damaged head', 'damaged', (database) => putBody(database, 'audit_heads', [NEWEST, '{}'])],
  [
    'a removed head',
    'unaccounted',
    (database) => void database.prepare('DELETE FROM audit_heads WHERE id = ?').run(NEWEST),
  ],
  [
    'a consistent rewrite of the newest chain',
    'forged',
    (database) => void rewriteFrom(database, [NEWEST, 1, LENGTH], { subject_id: 'another' }),
  ],
  [
    'a consistent rewrite of the end of the newest chain',
    'forged',
    (database) => void rewriteFrom(database, [NEWEST, 3, LENGTH], { subject_id: 'another' }),
  ],
  [
    'forged records at the end of a chain',
    'forged',
    (database) => void rewriteFrom(database, [NEWEST, LENGTH + 1, LENGTH + 2], {}),
  ],
  ['a new chain without a signature', 'unsigned', (database) => void rewriteFrom(database, ['chain-3', 1, 2], {})],
  [
    'a new chain that claims to be older than signing',
    'unsigned',
    (database) => void rewriteFrom(database, ['chain-0', 1, 2], { at: '2020-01-01T00:00:00.000000Z' }),
  ],
  [
    'a new chain that is signed with another key',
    'unknown-key',
    async (database, folder) => {
      const head = rewriteFrom(database, ['chain-3', 1, 2], {});
      const signer = keyFileSigner(join(folder, 'forger.key'));
      const { chain, seq, hash } = head as { chain: string; seq: number; hash: string };
      const signature = await signHead(signer, { chain, seq, hash });
      putBody(database, 'audit_heads', ['chain-3', { ...head, signature }]);
    },
  ],
  [
    'the removal of the newest chain with its head',
    'missing',
    (database) => {
      removeRecords(database, `${NEWEST}-%`);
      database.prepare('DELETE FROM audit_heads WHERE id = ?').run(NEWEST);
    },
  ],
  [
    'the removal of everything',
    'missing',
    (database) => database.exec('DELETE FROM audit_records; DELETE FROM audit_heads'),
  ],
  ['dropped tables', 'missing', (database) => database.exec('DROP TABLE audit_records; DROP TABLE audit_heads')],
  [
    'records that were exchanged',
    'misplaced',
    (database) => {
      const [two, three] = [2, 3].map((seq) => bodyOf(database, 'audit_records', recordId(NEWEST, seq)));
      putBody(database, 'audit_records', [recordId(NEWEST, 2), three]);
      putBody(database, 'audit_records', [recordId(NEWEST, 3), two]);
    },
  ],
  ...['{}', '[]', 'null', '7', '"text"', '{"chain":7}'].map(
    (body) =>
      [
        `a record whose content is ${body}`,
        'damaged',
        (database: DatabaseSync) => putBody(database, 'audit_records', [recordId(NEWEST, 2), body]),
      ] as const,
  ),
];

/** What makes the store itself refuse to read on. */
const UNREADABLE: readonly (readonly [name: string, manipulate: (database: DatabaseSync) => unknown])[] = [
  [
    'a record whose content is not JSON',
    (database) => {
      dropIndexes(database);
      putBody(database, 'audit_records', [recordId(NEWEST, 2), '{"chain":']);
    },
  ],
  [
    'a field that is nested too deeply to be read',
    (database) => {
      dropIndexes(database);
      const text = JSON.stringify(bodyOf(database, 'audit_records', recordId(NEWEST, 2)));
      const nested = `${'['.repeat(TOO_DEEP)}${']'.repeat(TOO_DEEP)}`;
      putBody(database, 'audit_records', [recordId(NEWEST, 2), `{"note":${nested},${text.slice(1)}`]);
    },
  ],
  ...['after', 'subject_id', 'at'].map(
    (field) =>
      [
        `a second field ${field}, which queries read instead of the first`,
        (database: DatabaseSync) => {
          const text = JSON.stringify(bodyOf(database, 'audit_records', recordId(NEWEST, 2)));
          putBody(database, 'audit_records', [recordId(NEWEST, 2), `{"${field}":"forged",${text.slice(1)}`]);
        },
      ] as const,
  ),
  ...['audit_records', 'audit_heads'].map(
    (table) =>
      [
        `a number in ${table} that is too large to be read`,
        (database: DatabaseSync) => database.prepare(`UPDATE ${table} SET version = ${LARGEST_VERSION}`).run(),
      ] as const,
  ),
];

describe('without heads that somebody kept, the verification finds', () => {
  it.each(MANIPULATIONS)('%s (%s)', async (_, fault, manipulate) => {
    const folder = await aCopy();
    await withDatabase(folder, (database) => manipulate(database, folder));
    const outcome = await verify(folder);
    expect(outcome).toMatchObject({ decision: 'refused', code: 'tampered' });
    expect(outcome.data).toMatchObject({ faults: expect.arrayContaining([expect.objectContaining({ fault })]) });
  });

  it.each(UNREADABLE)('%s, and names the repair', async (_, manipulate) => {
    const folder = await aCopy();
    await withDatabase(folder, manipulate);
    expect(await verify(folder)).toMatchObject({
      decision: 'refused',
      code: 'tampered',
      message: expect.stringContaining('Run `tipoff doctor`'),
    });
  });

  it('a store that was set back to an earlier copy (missing)', async () => {
    const folder = await aCopy();
    await copyFile(earlier, join(folder, 'tipoff.sqlite'));
    const outcome = await verify(folder);
    expect(outcome).toMatchObject({
      code: 'tampered',
      data: { faults: [1, 2, 3, 4].map((seq) => ({ chain: NEWEST, seq, fault: 'missing' })) },
    });
  });

  it('a removed anchor (unanchored)', async () => {
    const folder = await aCopy();
    await rm(join(folder, 'keys', 'audit.anchor'));
    expect(await verify(folder)).toMatchObject({ code: 'tampered', data: { faults: [{ fault: 'unanchored' }] } });
  });

  it('an anchor that cannot be read, and names the file', async () => {
    const folder = await aCopy();
    const path = join(folder, 'keys', 'audit.anchor');
    await rm(path);
    await mkdir(path);
    expect(await verify(folder)).toMatchObject({
      code: 'tampered',
      message: expect.stringContaining(`The audit anchor ${path} cannot be read (it is a folder)`),
    });
  });

  it('signatures of a key that was replaced (unknown-key), until the file has its public key again', async () => {
    const folder = await aCopy();
    const path = join(folder, 'keys', 'audit.key');
    const key = await readFile(path, 'utf8');
    await writeFile(path, String(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })));
    expect(await verify(folder)).toMatchObject({
      code: 'tampered',
      data: { faults: [FIRST, NEWEST].map((chain) => ({ chain, fault: 'unknown-key' })) },
    });
    await appendFile(path, publicKeyOf(key));
    expect(await verify(folder)).toMatchObject({ code: 'ok' });
  });
});
