import { expect, it, vi } from 'vitest';
import { once } from '#src/platform/once.ts';

it('loads a value at the first use only', () => {
  const load = vi.fn(() => undefined);
  const loaded = once(load);

  expect(load).not.toHaveBeenCalled();
  loaded();
  loaded();

  expect(load).toHaveBeenCalledTimes(1);
});

it('repeats a load that throws', () => {
  const load = vi
    .fn(() => 'a')
    .mockImplementationOnce(() => {
      throw new Error('not there yet');
    });
  const loaded = once(load);

  expect(loaded).toThrow('not there yet');
  expect(loaded()).toBe('a');
});

it('repeats a load whose promise rejects', async () => {
  const load = vi.fn(() => Promise.resolve('a')).mockImplementationOnce(() => Promise.reject(new Error('away')));
  const loaded = once(load);

  await expect(loaded()).rejects.toThrow('away');
  expect(await loaded()).toBe('a');
  expect(loaded()).toBe(loaded());
});
