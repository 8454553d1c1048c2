import * as z from 'zod';
import { readLocks } from '../../coordination/locks/read-scene.ts';
import { requireService } from '../ask-locks.ts';
import { ServiceName } from '../input/service.ts';
import { lockFacts } from '../lock-facts.ts';
import { lockOverview, overviewSentence } from '../lock-overview.ts';
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
    const [views, now] = await Promise.all([readLocks(app), app.store.now()]);
    const all = lockOverview(views.map(lockFacts));
    const locks = all.filter(({ service }) => (input.service ?? service) === service);
    return { decision: 'done', code: 'ok', message: overviewSentence(locks), data: { at: now, locks }, next: [] };
  },
});
