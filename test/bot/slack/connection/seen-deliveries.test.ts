import { expect, it } from 'vitest';
import { type Handled, trackDeliveries } from '#src/bot/slack/connection/seen-deliveries.ts';

const MINUTE_MS = 60_000;

/** Work that ends when the test says so, run after run. */
function someWork() {
  const runs: PromiseWithResolvers<Handled>[] = [];
  const work = () => {
    const run = Promise.withResolvers<Handled>();
    runs.push(run);
    return run.promise;
  };
  return { runs, work };
}

it('a handled delivery is not handled again', async () => {
  const { runs, work } = someWork();
  const deliveries = trackDeliveries(() => 0);
  const first = deliveries.handle('a', work);
  runs[0]?.resolve('handled');
  await first;
  await deliveries.handle('a', work);
  expect(runs).toHaveLength(1);
});

it('a repeat during the work waits, and does nothing if the work succeeds', async () => {
  const { runs, work } = someWork();
  const deliveries = trackDeliveries(() => 0);
  const all = [deliveries.handle('a', work), deliveries.handle('a', work), deliveries.handle('a', work)];
  runs[0]?.resolve('handled');
  await Promise.all(all);
  expect(runs).toHaveLength(1);
});

it('a delivery that failed halfway is handled again by the next repeat, and by one only', async () => {
  const { runs, work } = someWork();
  const deliveries = trackDeliveries(() => 0);
  const first = deliveries.handle('a', work);
  const repeats = [deliveries.handle('a', work), deliveries.handle('a', work)];
  runs[0]?.resolve('unfinished');
  await first;
  await expect.poll(() => runs.length).toBe(2);
  runs[1]?.resolve('handled');
  await Promise.all(repeats);
  await deliveries.handle('a', work);
  expect(runs).toHaveLength(2);
});

it('a delivery whose work throws is handled again', async () => {
  const { runs, work } = someWork();
  const deliveries = trackDeliveries(() => 0);
  await expect(deliveries.handle('a', () => Promise.reject(new Error('killed')))).rejects.toThrow('killed');
  void deliveries.handle('a', work);
  await expect.poll(() => runs.length).toBe(1);
});

it('a delivery is remembered for longer than Slack retries, and not for ever', async () => {
  const world = { ms: 0, count: 0 };
  const deliveries = trackDeliveries(() => world.ms);
  const work = async () => {
    world.count += 1;
    return 'handled' as const;
  };
  await deliveries.handle('a', work);
  world.ms = 10 * MINUTE_MS;
  await deliveries.handle('a', work);
  expect(world.count).toBe(1);
  world.ms = 20 * MINUTE_MS;
  await deliveries.handle('a', work);
  expect(world.count).toBe(2);
});

it('is idle when no delivery is being handled', async () => {
  const { runs, work } = someWork();
  const deliveries = trackDeliveries(() => 0);
  void deliveries.handle('a', work);
  const order: string[] = [];
  const idle = deliveries.idle().then(() => order.push('idle'));
  order.push('running');
  runs[0]?.resolve('handled');
  await idle;
  expect(order).toEqual(['running', 'idle']);
});
