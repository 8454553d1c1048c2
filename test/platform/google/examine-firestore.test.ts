import { describe, expect, it } from 'vitest';
import { ALL_COLLECTIONS, KEEP_FOR_DAYS } from '#src/collections.ts';
import { examineFirestore } from '#src/platform/google/examine-firestore.ts';
import { firestoreIndexes } from '#src/platform/google/firestore-indexes.ts';
import { Instant } from '#src/platform/instant.ts';
import { aGoogleCloud } from '#test/emulators/google-cloud.ts';
import type { GoogleAnswers } from '#test/emulators/google-server.ts';

const WANTED = firestoreIndexes(ALL_COLLECTIONS, KEEP_FOR_DAYS);
const GROUPS = 'projects/p/databases/d/collectionGroups';
const STORE = { now: async () => Instant.parse('2026-02-05T23:00:00.000001Z') };
const INDEXES = WANTED.indexes.map(({ collectionGroup, queryScope, fields }, at) => ({
  name: `${GROUPS}/${collectionGroup}/indexes/i${at}`,
  queryScope,
  state: 'READY',
  fields: [...fields, { fieldPath: '__name__', order: fields.at(-1)?.order }],
}));
const FIELDS = WANTED.fieldOverrides.map(({ collectionGroup, fieldPath, ttl }) => ({
  name: `${GROUPS}/${collectionGroup}/fields/${fieldPath}`,
  indexConfig: { indexes: [], usesAncestorConfig: false },
  ...(ttl ? { ttlConfig: { state: 'ACTIVE' } } : {}),
}));
const COMPLETE: GoogleAnswers = {
  ListIndexes: () => ({ indexes: INDEXES }),
  ListFields: () => ({ fields: FIELDS }),
};

async function examine(answers: GoogleAnswers) {
  const { connection, requests } = await aGoogleCloud(answers);
  const findings = await examineFirestore({
    store: STORE,
    projectId: 'p',
    databaseId: 'd',
    wanted: WANTED,
    admin: connection,
  });
  return { findings, requests };
}

async function messages(answers: GoogleAnswers): Promise<string> {
  const { findings } = await examine(answers);
  expect(new Set(findings.map(({ level }) => level))).toEqual(new Set(['problem']));
  return findings.map(({ message }) => message).join('\n');
}

describe('an examination of Firestore', () => {
  it('finds nothing wrong with a database that has the indexes and the settings of its fields', async () => {
    const { findings, requests } = await examine(COMPLETE);
    expect(findings).toEqual([
      {
        service: 'Firestore',
        level: 'note',
        message: `The database d has all ${WANTED.indexes.length} indexes that Tipoff needs, and deletes old documents.`,
      },
    ]);
    expect(requests.map(({ method, ['parent']: parent }) => [method, parent])).toEqual(
      expect.arrayContaining([
        ['ListIndexes', `${GROUPS}/-`],
        ['ListFields', `${GROUPS}/-`],
      ]),
    );
  });

  it('names missing indexes and indexes that are not built yet', async () => {
    const [, second, ...rest] = INDEXES;
    const found = await messages({
      ...COMPLETE,
      ListIndexes: () => ({ indexes: [{ ...second, state: 'CREATING' }, ...rest] }),
    });
    expect(found).toContain(
      'The database d lacks indexes, so queries fail: players (status ascending, completed_at ascending). Run `tipoff gcp setup`',
    );
    expect(found).toContain(
      'Firestore is still building indexes, so queries fail: players (status ascending, completed_at descending).',
    );
  });

  it('does not take an index of another scope or direction for the wanted one', async () => {
    const other = INDEXES.map((index) => ({ ...index, queryScope: 'COLLECTION_GROUP' }));
    expect(await messages({ ...COMPLETE, ListIndexes: () => ({ indexes: other }) })).toContain('and');
  });

  it('names a collection whose documents are never deleted, and a text that is indexed', async () => {
    const fields = FIELDS.map((field) => ({
      ...field,
      ttlConfig: undefined,
      indexConfig: { usesAncestorConfig: true },
    }));
    const found = await messages({ ...COMPLETE, ListFields: () => ({ fields }) });
    expect(found).toContain('never deletes old documents, because fields lack a TTL: players._expires_at');
    expect(found).toContain('Firestore indexes fields that no query uses');
  });

  it('names the role that is missing', async () => {
    const found = await messages({ ...COMPLETE, ListIndexes: () => ({ code: 7, details: 'Missing permission.' }) });
    expect(found).toContain("Grant Tipoff's account the role roles/datastore.viewer");
  });

  it('examines no indexes of an emulator', async () => {
    const findings = await examineFirestore({
      store: STORE,
      projectId: 'p',
      databaseId: 'd',
      wanted: WANTED,
      admin: 'none',
    });
    expect(findings).toMatchObject([{ level: 'unchecked' }]);
  });

  it('reports a database that cannot be reached', async () => {
    const store = { now: () => Promise.reject(Object.assign(new Error('no'), { code: 7, details: 'Denied.' })) };
    const findings = await examineFirestore({ store, projectId: 'p', databaseId: 'd', wanted: WANTED, admin: 'none' });
    expect(findings).toMatchObject([{ level: 'problem', message: expect.stringContaining('roles/datastore.user') }]);
  });
});
