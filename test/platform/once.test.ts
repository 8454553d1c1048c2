import { describe, expect, it } from 'vitest';
import { once } from '#src/platform/once.ts';

describe('once(load)', () => {
  it('loads at the first call and returns the same result afterwards', () => {
    let loads = 0;
    const load = once(() => {
      loads += 1;
      return { loads };
    });
    expect(loads).toBe(0);
    expect(load()).toBe(load());
    expect(loads).toBe(1);
  });

  it('shares one load between concurrent callers', async () => {
    let loads = 0;
    const load = once(async () => {
      loads += 1;
      return loads;
    });
    expect(await Promise.all([load(), load()])).toEqual([1, 1]);
  });

  it('loads again after a load that rejected', async () => {
    let loads = 0;
    const load = once(async () => {
      loads += 1;
      if (loads === 1) throw new Error('not yet');
      return loads;
    });
    await expect(load()).rejects.toThrowError('not yet');
    expect(await load()).toBe(2);
  });

  it('loads again after a load that threw', () => {
    let loads = 0;
    const load = once(() => {
      loads += 1;
      if (loads === 1) throw new Error('not yet');
      return loads;
    });
    expect(load).toThrowError('not yet');
    expect(load()).toBe(2);
  });
});
