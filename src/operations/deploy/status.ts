import * as z from 'zod';
import { currentLocks } from '../../coordination/deploy-locks/load-locks.ts';
import { ServiceName } from '../kit/input/service.ts';
import { operation } from '../kit/operation.ts';
import { requireService } from './execute-lock-command.ts';
import { lockFacts } from './lock-facts.ts';
import { lockOverview, overviewSentence } from './lock-overview.ts';

export const deployStatus = operation({
  name: 'deploy status',
  summary: 'Show the holder, the queue and the last deploy of every service.',
  input: z.strictObject({ service: ServiceName.optional().describe('one service; default: every service') }),
  positionals: ['service'],
  effect: 'read',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input }) {
    if (input.service !== undefined) requireService(app, input.service, 'with-global');
    const [views, now] = await Promise.all([currentLocks(app), app.store.now()]);
    const all = lockOverview(views.map(lockFacts));
    const locks = all.filter(({ service }) => (input.service ?? service) === service);
    return { decision: 'done', code: 'ok', message: overviewSentence(locks), data: { at: now, locks }, next: [] };
  },
});
