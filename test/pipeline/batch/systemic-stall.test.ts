import { describe, expect, it } from 'vitest';
import { recordSweep, stallPattern } from '#src/pipeline/batch/systemic-stall.ts';
import { Instant } from '#src/platform/instant.ts';
import { memoryStore } from '../pipeline-stores.ts';

const at = (time: string) => Instant.parse(`2026-02-05T${time}:00.000000Z`);

describe('stalls have one common cause', () => {
  it.each([
    ['when one sweep acts on five batches', [], 5, 'many-batches'],
    ['when three sweeps of one hour act', ['22:15', '22:30', '23:00'], 1, 'many-sweeps'],
    ['not with four batches in one sweep', ['23:00'], 4, 'none'],
    ['not when the first of three sweeps was an hour ago', ['22:00', '22:30', '23:00'], 1, 'none'],
  ] as const)('%s', (_, ...[sweeps, batches, expected]) => {
    expect(stallPattern(sweeps.map(at), batches, at('23:00'))).toBe(expected);
  });
});

it('sweeps that act are remembered, and sweeps that find nothing are not', async () => {
  const store = memoryStore();
  expect(await recordSweep(store, 1)).toBe('none');
  expect(await recordSweep(store, 0)).toBe('none');
  expect(await recordSweep(store, 1)).toBe('none');
  expect(await recordSweep(store, 1)).toBe('many-sweeps');
  expect(await recordSweep(store, 5)).toBe('many-batches');
});
