import type { Job } from '../operations/app.ts';
import { findingText } from '../operations/pubsub/finding-text.ts';
import type { QueueFinding } from '../platform/queue-check.ts';
import { reportProblem } from './report-problem.ts';

const NAME = 'check-queue';
const CATCH_UP_MS = 15 * 60_000;

/**
 * Reports a queue that loses messages. Publishing succeeds without a subscription, so nothing else notices that a
 * subscription is gone. A question without an answer does not open an incident, and does not resolve one.
 */
export const checkQueue: Job = {
  name: NAME,
  summary: 'Check that the queue loses no messages: its topics, subscriptions, dead letters and rights.',
  due: ['*/15 * * * *'],
  catchUpWithinMs: CATCH_UP_MS,
  async run(app) {
    const found = await app.checkQueue();
    if (found === 'in-process') return 'The queue is inside this process, so there is nothing to check.';
    const wrong = found.filter(({ level }) => level === 'wrong');
    if (wrong.length > 0 || found.length === 0)
      await reportProblem(app, { job: NAME, incidentKey: 'queue' }, problemOf(wrong));
    return found.length === 0 ? 'The queue is as it must be.' : found.map(findingText).join(' ');
  },
};

function problemOf(wrong: readonly QueueFinding[]) {
  if (wrong.length === 0) return;
  return {
    title: 'The queue may lose prediction requests',
    detail: wrong.map(findingText).join(' '),
    remedy: 'Run the commands, then `tipoff pubsub check`.',
  };
}
