import { type AuditChain, systemAuditContext } from '../../coordination/audit/audit-context.ts';
import { reportIncident, resolveIncident } from '../../coordination/incidents/change-incident.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import { PREDICTION_ERRORS, patternReport } from './error-incident.ts';
import { errorPattern } from './error-pattern.ts';
import { readDeliveryWindow, unansweredLoops } from './read-deliveries.ts';

const AUTHOR = 'delivery-check';

export interface DeliveryCheckDeps {
  readonly store: DocumentStore;
  readonly audit: AuditChain;
  readonly now: () => Date;
  /** The people whom the incident mentions, by Slack id or name. */
  readonly peopleToCall: readonly string[];
}

/**
 * Checks the deliveries of the last 15 minutes, of all batches and processes. An error pattern opens one incident, which
 * the first check without a pattern resolves.
 */
export async function checkDeliveries({ store, audit, now, peopleToCall }: DeliveryCheckDeps): Promise<void> {
  const { counts, repeated } = await readDeliveryWindow(store, now());
  const pattern = errorPattern(counts, await unansweredLoops(store, repeated));
  const incidents = { store, auditContext: systemAuditContext(audit, AUTHOR) };
  if (pattern === undefined) await resolveIncident(incidents, PREDICTION_ERRORS);
  else await reportIncident(incidents, { ...patternReport(pattern), mentions: [...peopleToCall] });
}
