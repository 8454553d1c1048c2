import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import { auditedTransaction } from '../../coordination/audit/open-audit.ts';
import {
  DRIFT_ALERTS,
  type DriftAlert,
  type DriftGroup,
  decideAlert,
  driftAlertRef,
  driftGroups,
  worryingUnknowns,
} from '../../coordination/deploys/drift-alert.ts';
import { type DriftReport, readDrift, type ServiceDrift } from '../../coordination/deploys/read-drift.ts';
import { peopleToCall } from '../../coordination/identity/people-to-call.ts';
import { incidentRef } from '../../coordination/incidents/incident.ts';
import { afterReport, type IncidentReport } from '../../coordination/incidents/incident-policy.ts';
import { resolveIncidentIn, saveIncident } from '../../coordination/incidents/save-incident.ts';
import type { Transaction } from '../../platform/document-store.ts';
import { type Instant, millisOf } from '../../platform/instant.ts';
import type { App } from '../app.ts';
import { driftIncident, unknownDriftIncident } from './drift-incident.ts';

const UNKNOWN_KEY = 'drift-unknown';
/** A drift that is unknown for a shorter time is an outage that ends by itself. */
const SAY_UNKNOWN_AFTER_MS = 60 * 60_000;

/** Compares what serves with main, and opens, edits or resolves the alerts. Resolves to what was compared. */
export async function alertDrift(app: App, auditContext: AuditContext): Promise<DriftReport> {
  const report = await readDrift(app);
  const groups = driftGroups(report);
  for (const group of groups) await alertGroup(app, auditContext, group);
  await alertUnknown(app, auditContext, worryingUnknowns(report, app.serviceMap));
  const open = await app.store.query({ collection: DRIFT_ALERTS }, {});
  for (const { data } of open) {
    if (hasEnded(data, report, groups)) await endAlert(app, auditContext, data.key);
  }
  return report;
}

/** An alert ends when none of its services drifts from its commit any more. A drift that is unknown may still exist. */
function hasEnded({ key, services }: DriftAlert, report: DriftReport, groups: readonly DriftGroup[]): boolean {
  if (key === UNKNOWN_KEY || groups.some((group) => group.key === key)) return false;
  return report.services.every(({ service, drift }) => !services.includes(service) || drift.type !== 'unknown');
}

async function alertGroup(
  { store, roles, serviceMap }: App,
  auditContext: AuditContext,
  group: DriftGroup,
): Promise<void> {
  await auditedTransaction(store, auditContext, async (transaction, audit) => {
    const before = (await transaction.get(driftAlertRef(group.key)))?.data;
    const incident = (await transaction.get(incidentRef(group.key)))?.data;
    const step = decideAlert(before, incident, group);
    if (step === 'nothing') return;
    const now = await transaction.now();
    const mentions = group.severity === 'critical' ? peopleToCall(roles) : [];
    const after = afterReport(
      incident,
      { ...driftIncident(group, serviceMap), mentions, remind_after_minutes: [] },
      now,
    );
    const reminder = step === 'report-and-remind' ? 'became-critical' : null;
    await saveIncident({ transaction, audit }, { before: incident, after, now, reminder });
    const { key, main, severity } = group;
    const services = group.services.map(({ service }) => service);
    saveAlert(transaction, before, { key, services, main, severity, since: before?.since ?? now });
  });
}

/** Says once that the drift is unknown, when it has been so for an hour. */
async function alertUnknown(
  { store }: App,
  auditContext: AuditContext,
  unknown: readonly ServiceDrift[],
): Promise<void> {
  if (unknown.length === 0) {
    const found = await store.get(driftAlertRef(UNKNOWN_KEY));
    if (found !== undefined) await endAlert({ store }, auditContext, UNKNOWN_KEY);
    return;
  }
  await auditedTransaction(store, auditContext, async (transaction, audit) => {
    const before = (await transaction.get(driftAlertRef(UNKNOWN_KEY)))?.data;
    const incident = (await transaction.get(incidentRef(UNKNOWN_KEY)))?.data;
    const now = await transaction.now();
    const since = before?.since ?? now;
    const services = unknown.map(({ service }) => service);
    // A person who has resolved the incident knows that the drift is unknown.
    const isKnown = incident?.state === 'resolved' && incident.resolved_by !== null && incident.resolved_at > since;
    if (!isKnown && isLong(since, now)) {
      const after = afterReport(incident, quiet(unknownDriftIncident(UNKNOWN_KEY, unknown)), now);
      await saveIncident({ transaction, audit }, { before: incident, after, now });
    }
    saveAlert(transaction, before, { key: UNKNOWN_KEY, services, main: null, severity: null, since });
  });
}

function isLong(since: Instant, now: Instant): boolean {
  return millisOf(now) - millisOf(since) >= SAY_UNKNOWN_AFTER_MS;
}

function quiet(described: Pick<IncidentReport, 'key' | 'title' | 'detail' | 'remedy'>): IncidentReport {
  return { ...described, mentions: [], remind_after_minutes: [] };
}

function saveAlert(transaction: Transaction, before: DriftAlert | undefined, alert: DriftAlert): void {
  const data = { ...alert, services: [...alert.services] };
  if (before === undefined) transaction.create(driftAlertRef(alert.key), data);
  else transaction.update(driftAlertRef(alert.key), data);
}

function endAlert({ store }: Pick<App, 'store'>, auditContext: AuditContext, key: string): Promise<void> {
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const found = await transaction.get(driftAlertRef(key));
    await resolveIncidentIn({ transaction, audit }, key);
    if (found !== undefined) transaction.delete(driftAlertRef(key));
  });
}
