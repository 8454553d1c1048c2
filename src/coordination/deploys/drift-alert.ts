import * as z from 'zod';
import type { Collection, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';
import type { Incident } from '../incidents/incident.ts';
import { type DriftSeverity, driftSeverity } from './drift.ts';
import type { DriftReport, ServiceDrift } from './read-drift.ts';
import type { ServiceMap } from './service-map.ts';

/** As many digits as every tool states of a commit. */
const KEY_DIGITS = 7;

/** What the incident of a drift last said. It is deleted when the drift has ended. */
const DriftAlert = z.object({
  /** The key of the incident: `drift-` with the commit that serves, or `drift-unknown`. */
  key: z.string(),
  services: z.array(z.string()),
  /** The newest commit of main; null for a drift that is unknown. */
  main: z.string().nullable(),
  severity: z.enum(['info', 'warning', 'critical']).nullable(),
  since: Instant,
});
export type DriftAlert = Readonly<z.infer<typeof DriftAlert>>;

export const DRIFT_ALERTS: Collection<DriftAlert> = {
  name: 'drift_alerts',
  schema: DriftAlert,
  indexes: [],
  texts: [],
  times: ['since'],
};

export function driftAlertRef(key: string): DocumentRef<DriftAlert> {
  return { collection: DRIFT_ALERTS, id: key };
}

/** The services that serve one commit, which is not main. */
export interface DriftGroup {
  readonly key: string;
  readonly commit: string;
  readonly main: string;
  readonly severity: DriftSeverity;
  readonly services: readonly ServiceDrift[];
}

const ORDER = ['info', 'warning', 'critical'] as const;

/** Groups the services that drift by the commit that they serve, because one deploy of that commit caused the drift of all. */
export function driftGroups({ main, services }: DriftReport): readonly DriftGroup[] {
  if (main.type === 'unknown') return [];
  const drifting = services.flatMap((service) => {
    const severity = driftSeverity(service.drift);
    const commit = service.serving.find(({ drift }) => drift === service.drift)?.commit ?? null;
    return severity === undefined || commit === null ? [] : [{ service, severity, commit }];
  });
  const groups = Map.groupBy(drifting, ({ commit }) => `drift-${commit.slice(0, KEY_DIGITS).toLowerCase()}`);
  return [...groups].map(([key, members]) => ({
    key,
    commit: members[0]?.commit ?? '',
    main: main.sha,
    severity: ORDER[Math.max(...members.map(({ severity }) => ORDER.indexOf(severity)))] ?? 'info',
    services: members.map(({ service }) => service),
  }));
}

/**
 * Returns the services whose unknown drift concerns people: something states what they serve, or they are configured to
 * run on Cloud Run. A service that nobody has ever deployed through Tipoff is not one of them.
 */
export function worryingUnknowns(
  { services }: Pick<DriftReport, 'services'>,
  serviceMap: ServiceMap,
): readonly ServiceDrift[] {
  return services.filter(
    ({ service, drift, evidence }) =>
      drift.type === 'unknown' && (evidence !== null || serviceMap.get(service)?.cloud_run !== undefined),
  );
}

/** What to do about the incident of a drift. `remind`: a reply notifies people, because the edit of a card notifies nobody. */
export type AlertStep = 'report' | 'report-and-remind' | 'nothing';

/**
 * A pair of serving commit and main has one alert. The card is edited while main moves on and the severity rises.
 * People are notified again only when the drift becomes critical. After a person has resolved the alert, it stays
 * silent until main moves on or the severity rises.
 */
export function decideAlert(
  before: Pick<DriftAlert, 'main' | 'severity'> | undefined,
  incident: Incident | undefined,
  { main, severity }: Pick<DriftGroup, 'main' | 'severity'>,
): AlertStep {
  const hasRisen = severity === 'critical' && before !== undefined && before.severity !== 'critical';
  if (incident?.state === 'resolved') {
    return incident.resolved_by !== null && before?.main === main && !hasRisen ? 'nothing' : 'report';
  }
  return hasRisen && incident !== undefined && incident.state !== 'snoozed' ? 'report-and-remind' : 'report';
}
