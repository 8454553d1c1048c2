import { expect, test } from 'vitest';
import type { AuditLine } from '#src/operations/audit/audit-line.ts';
import { condenseLines } from '#src/operations/audit/condense-lines.ts';

const line = (at: string, did: string, who = 'bob'): AuditLine => ({ at, who, did, what: 'service worker' });

test('equal lines are merged with the latest time, and losses come first', () => {
  const newestFirst = [
    line('12:05', 'lock.released'),
    line('12:04', 'lock.extended'),
    line('12:03', 'lock.extended', 'cid'),
    line('12:02', 'lock.extended'),
    line('12:01', 'lock.taken-over'),
  ];
  expect(condenseLines(newestFirst)).toEqual([
    line('12:01', 'lock.taken-over'),
    line('12:05', 'lock.released'),
    { ...line('12:04', 'lock.extended'), times: 2 },
    line('12:03', 'lock.extended', 'cid'),
  ]);
});
