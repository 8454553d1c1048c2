import { Timestamp } from '@google-cloud/firestore';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Collection, STORE_TIME, type Version } from '#src/platform/document-store.ts';
import { encodeChanges, encodeDocument, instantOf, updateTimeOf } from '#src/platform/google/firestore-value.ts';
import { Instant } from '#src/platform/instant.ts';

const Post = z.union([
  z.object({ kind: z.literal('plain'), text: z.string(), sent_at: Instant.nullable() }),
  z.object({ kind: z.literal('chart'), points: z.array(z.number()), sent_at: Instant.nullable() }),
]);
const POSTS: Collection<z.infer<typeof Post>> = {
  name: 'posts',
  schema: Post,
  indexes: [],
  texts: [],
  times: ['sent_at'],
};
const REF = { collection: POSTS, id: 'one' };
const SENT = Instant.parse('2026-02-05T23:00:00.000007Z');

describe('encoding for Firestore', () => {
  it('converts instants to timestamps with microseconds and drops unknown fields', () => {
    const sent = encodeDocument(REF, { kind: 'plain', text: 'hi', sent_at: SENT, colour: 'red' });
    expect(sent).toMatchObject({ kind: 'plain', text: 'hi', sent_at: new Timestamp(1_770_332_400, 7_000) });
    expect(sent).not.toHaveProperty('colour');
  });

  it.each(['1969-12-31T23:59:59.999999Z', '2026-02-05T23:00:00.000000Z', '9999-12-31T23:59:59.999999Z'])(
    'returns %s as it was',
    (text) => {
      const { sent_at } = encodeDocument(REF, { kind: 'plain', text: 'hi', sent_at: text });
      expect(instantOf(z.instanceof(Timestamp).parse(sent_at))).toBe(text);
    },
  );

  it('of a change validates the changed fields, also in a union', () => {
    expect(() => encodeChanges(REF, { points: [1, 2] })).not.toThrow();
    expect(() => encodeChanges(REF, { text: 'hello' })).not.toThrow();
    expect(() => encodeChanges(REF, { sent_at: 'soon' })).toThrow(/posts\/one does not match its schema: sent_at/);
    expect(() => encodeChanges(REF, { kind: 'song' })).toThrow(/posts\/one.*kind/);
  });

  it('puts the time of the last commit into the fields that it set to STORE_TIME', () => {
    const version = z.custom<Version>().parse('1770332400.000007000:sent_at');
    const settled = new Timestamp(1_770_332_400, 7_000);
    expect(updateTimeOf(version)).toEqual(settled);
    expect(encodeChanges(REF, { text: 'hello' }, version)).toMatchObject({ sent_at: settled, _stamped: [] });
    expect(encodeChanges(REF, { sent_at: null }, version)).toMatchObject({ sent_at: null, _stamped: [] });
    expect(encodeChanges(REF, { sent_at: STORE_TIME }, version)).toMatchObject({ _stamped: ['sent_at'] });
  });

  it('refuses a version of another store', () => {
    expect(() => updateTimeOf(z.custom<Version>().parse('17'))).toThrow(/is not a version of a Firestore document/);
  });
});
