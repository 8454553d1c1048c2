import { expect, test } from 'vitest';
import * as z from 'zod';
import { failureOf } from '#src/operations/kit/failure.ts';
import { parseDocument, parseWritten } from '#src/platform/document-rules.ts';
import type { Collection } from '#src/platform/document-store.ts';

const Lease = z.object({ holder: z.string(), lease_ms: z.number().positive(), state: z.enum(['held', 'free']) });
const LEASES: Collection<z.infer<typeof Lease>> = { name: 'leases', schema: Lease, indexes: [], texts: [], times: [] };
const REF = { collection: LEASES, id: 'job-x' };

test('a damaged stored document is refused with its faults in words, and is not a defect', () => {
  expect(failureOf(errorOf(() => parseDocument(REF, { holder: 5, lease_ms: -1 })))).toEqual({
    kind: 'refused',
    code: 'damaged_document',
    message:
      'The stored document leases/job-x cannot be read (holder: is not of the type string; lease_ms: is too small; state: is missing). Something other than this version of Tipoff wrote it. Update Tipoff, or put a backup back with `tipoff restore`.',
  });
});

test('a document that Tipoff itself would write wrongly is a defect', () => {
  expect(failureOf(errorOf(() => parseWritten(REF, { holder: 5 })))).toMatchObject({
    kind: 'defect',
    message: expect.stringMatching(/^leases\/job-x does not match its schema: /),
  });
});

function errorOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
