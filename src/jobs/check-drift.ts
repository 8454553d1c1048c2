import { systemAuditContext } from '../coordination/audit/audit-context.ts';
import type { Job } from '../operations/app.ts';
import { alertDrift } from '../operations/deploy/alert-drift.ts';
import { driftFacts } from '../operations/deploy/drift-facts.ts';
import { driftSentences } from '../operations/deploy/drift-text.ts';

const NAME = 'check-drift';
const CATCH_UP_MS = 15 * 60_000;

/** The check of a missed time is pointless, because the next one sees the same. */
export const checkDrift: Job = {
  name: NAME,
  summary: 'Compare the code that serves with main, and alert people to undeployed code.',
  due: ['*/15 * * * *'],
  catchUpWithinMs: CATCH_UP_MS,
  async run(app) {
    const { services } = await alertDrift(app, systemAuditContext(app.audit, NAME));
    return driftSentences(services.map(driftFacts));
  },
};
