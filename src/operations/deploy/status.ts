import * as z from 'zod';
import { readLocks } from '../../coordination/locks/read-scene.ts';
import { requireService } from '../ask-locks.ts';
import { ServiceName } from '../input/service.ts';
import { type LockFacts, lockFacts } from '../lock-facts.ts';
import { operation } from '../operation.ts';

export const deployStatus = operation({
  name: 'deploy status',
  summary: 'Show who holds which deployment lock, who waits, and the last deploy of every service.',
  input: z.strictObject({ service: ServiceName.optional().describe('one service; every service unless given') }),
  positionals: ['service'],
  effect: 'read',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input }) {
    if (input.service !== undefined) requireService(app, input.service, 'with-global');
    const views = await readLocks(app);
    const locks = views.map(lockFacts).filter(({ service }) => (input.service ?? service) === service);
    return { decision: 'done', code: 'ok', message: summaryOf(locks), data: { locks }, next: [] };
  },
});

function summaryOf(locks: readonly LockFacts[]): string {
  const taken = locks.filter(({ state }) => state !== 'free');
  const [only] = locks;
  if (locks.length === 1 && only !== undefined) return `${briefly(only)}.`;
  if (taken.length === 0) return 'Nobody holds a deployment lock.';
  return `${taken.map(briefly).join('; ')}.${taken.length < locks.length ? ' The others are free.' : ''}`;
}

function briefly({ service, state, by }: LockFacts): string {
  switch (state) {
    case 'held':
      return `${by} holds ${service}`;
    case 'suspect':
      return `${by} holds ${service} and is not heard of any more`;
    case 'offered':
      return `${service} is kept for ${by}`;
    case 'unreadable':
      return `locks/${service} cannot be read: nobody may deploy it`;
    case 'free':
      return `${service} is free`;
  }
}
