import { expect, it } from 'vitest';
import { failureOf } from '#src/operations/kit/failure.ts';
import { readLimit } from '#src/operations/kit/read-limit.ts';

it('two large reads run at once, three wait, and the next one is refused with the time of the next attempt', async () => {
  const largeReads = readLimit({ atOnce: 2, mostWaiting: 3 });
  const gate = Promise.withResolvers<string>();
  let [running, most] = [0, 0];
  const read = async () => {
    running += 1;
    most = Math.max(most, running);
    const result = await gate.promise;
    running -= 1;
    return result;
  };
  const accepted = Array.from({ length: 5 }, () => largeReads(read));
  await Promise.resolve();
  const refusal = await largeReads(read).catch(failureOf);
  expect(refusal).toEqual({
    kind: 'unavailable',
    code: 'busy',
    message: 'Tipoff is busy: 3 large reads are waiting. Try again in 2 seconds.',
  });
  gate.resolve('read');
  expect(await Promise.all(accepted)).toEqual(Array.from(accepted, () => 'read'));
  expect(most).toBe(2);
  expect(await largeReads(read)).toBe('read');
});
