import { describe, expect, it } from 'vitest';
import { recordSweep, stallPattern } from '#src/pipeline/batch/systemic-stall.ts';
import { Instant } from '#src/platform/instant.ts';
import { memoryStore } from '../pipeline-stores.ts';

const at = (time: string) => Instant.parse(`2026-02-05T${time}:00.000000Z`);

describe('stalls have one common cause', () => {
  it.each([
    { title: 'when one sweep acts on five batches', sweeps: [], batches: 5, pattern: 'many-batches' },
    {
      title: 'when three sweeps of one hour act',
      sweeps: ['22:15', '22:30', '23:00'],
      batches: 1,
      pattern: 'many-sweeps',
    },
    { title: 'not with four batches in one sweep', sweeps: ['23:00'], batches: 4, pattern: 'none' },
    {
      title: 'not when the first of three was an hour ago',
      sweeps: ['22:00', '22:30', '23:00'],
      batches: 1,
      pattern: 'none',
    },
  ])('$title', ({ sweeps, batches, pattern }) => {
    expect(stallPattern(sweeps.map(at), batches, at('23:00'))).toBe(pattern);
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
