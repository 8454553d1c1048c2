import { expect, it } from 'vitest';
import { timedCache } from '#src/pipeline/player/timed-cache.ts';

const TTL_MS = 60_000;
const DAY_MS = 24 * 60 * 60_000;

function aCache() {
  const clock = { ms: DAY_MS };
  let loads = 0;
  const ask = timedCache({
    ttlMs: TTL_MS,
    now: () => new Date(clock.ms),
    keyOf: (question: string) => question,
    load: async (question) => {
      loads += 1;
      return `${question} ${loads}`;
    },
  });
  return { ask: () => ask('injuries'), clock };
}

it('a value is cached for its time and then loaded again', async () => {
  const { ask, clock } = aCache();
  expect(await Promise.all([ask(), ask()])).toEqual(['injuries 1', 'injuries 1']);
  clock.ms += TTL_MS - 1;
  expect(await ask()).toBe('injuries 1');
  clock.ms += 1;
  expect(await ask()).toBe('injuries 2');
});

it('a clock that is set back by a day does not extend the cache by a day', async () => {
  const { ask, clock } = aCache();
  await ask();
  clock.ms -= DAY_MS;
  expect(await ask()).toBe('injuries 2');
});

it('a failed load is not cached', async () => {
  let loads = 0;
  const ask = timedCache({
    ttlMs: TTL_MS,
    now: () => new Date(0),
    keyOf: (question: string) => question,
    load: async () => {
      loads += 1;
      if (loads === 1) throw new Error('away');
      return loads;
    },
  });
  await expect(ask('who')).rejects.toThrow('away');
  expect(await ask('who')).toBe(2);
});
