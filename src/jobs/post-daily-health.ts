import { headText } from '../coordination/audit/chain-head.ts';
import { headsToPublish } from '../coordination/audit/heads-to-publish.ts';
import { enqueuePosts } from '../coordination/outbox/post.ts';
import type { Job } from '../operations/app.ts';
import { gameDateOf } from '../pipeline/dates/game-date.ts';
import type { DailyHealth } from '../pipeline/health/daily-health.ts';
import { healthStatus, judgeHealth } from '../pipeline/health/judge-health.ts';
import { readHealthFacts } from '../pipeline/health/read-daily-health.ts';

const HOURS_MS = 60 * 60_000;

/** The grading of 7:00 takes a moment, so the summary follows it. */
export const postDailyHealth: Job = {
  name: 'post-daily-health',
  summary: 'Post the health summary of the morning: last night, today, the last seven days and open problems.',
  due: ['10 7 * * *'],
  catchUpWithinMs: 5 * HOURS_MS,
  async run(app, due) {
    const facts = await readHealthFacts(app, gameDateOf(due));
    const problems = [...judgeHealth(facts, app.now())];
    const status = healthStatus(problems);
    const [head] = await headsToPublish(app.store);
    const audit_head = head === undefined ? null : headText(head);
    const announcement = { type: 'daily-health', ...facts, status, problems, audit_head } satisfies DailyHealth;
    await app.store.transaction((transaction) =>
      enqueuePosts(transaction, [{ key: `daily-health-${facts.date}`, announcement }]),
    );
    return `Posted the health summary of ${facts.date}: ${status}.`;
  },
};
