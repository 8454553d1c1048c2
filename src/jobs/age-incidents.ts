import { systemAuditContext } from '../coordination/audit/audit-context.ts';
import { ageIncidents } from '../coordination/incidents/change-incident.ts';
import type { Job } from '../operations/app.ts';

const NAME = 'age-incidents';
const CATCH_UP_MS = 10 * 60_000;

/** Updates incidents as time passes: ends snoozes, sends reminders and shows the age on the cards. */
export const ageOpenIncidents: Job = {
  name: NAME,
  summary: 'Send the due reminders of incidents, end their snoozes and update their cards.',
  due: ['*/5 * * * *'],
  catchUpWithinMs: CATCH_UP_MS,
  async run({ store, audit }) {
    const { unresolved, reminded } = await ageIncidents({ store, auditContext: systemAuditContext(audit, NAME) });
    return `Incidents that are not resolved: ${unresolved}. Reminders sent: ${reminded}.`;
  },
};
