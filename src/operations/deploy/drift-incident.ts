import type { DriftGroup } from '../../coordination/deploys/drift-alert.ts';
import type { ServiceDrift } from '../../coordination/deploys/read-drift.ts';
import type { ServiceMap } from '../../coordination/deploys/service-map.ts';
import type { IncidentReport } from '../../coordination/incidents/incident-policy.ts';
import { quoteText } from '../../platform/printable.ts';
import { shortCommit } from '../kit/short-commit.ts';
import { driftFacts } from './drift-facts.ts';
import { driftSentences } from './drift-text.ts';

const MOST_TITLES = 3;
const HELD = 'Until it is deployed, `batch start` is refused, and scheduled runs wait until 1 PM.';

type DescribedIncident = Pick<IncidentReport, 'key' | 'title' | 'detail' | 'remedy'>;

/** Describes the drift of the services that serve one commit. */
export function driftIncident(
  { key, commit, main, severity, services }: DriftGroup,
  serviceMap: ServiceMap,
): DescribedIncident {
  const facts = services.map(driftFacts);
  const names = services.map(({ service }) => service).join(', ');
  const isBehind = facts.some(({ behind }) => (behind ?? 0) > 0);
  const deploy = `Before you deploy main, announce it: \`tipoff deploy start ${services[0]?.service} --commit ${shortCommit(main)}\`.`;
  const remedy = isBehind
    ? `\`tipoff deploy drift --diff\` lists the commits. ${deploy}`
    : `Merge the commits that serve into main, or deploy main. ${deploy}`;
  const predicts = services.some(({ service }) => serviceMap.get(service)?.predicts === true);
  const held = severity === 'critical' && predicts ? ` ${HELD}` : '';
  const commits = `Commit ${shortCommit(commit)} serves, and the newest commit of main is ${shortCommit(main)}.`;
  const detail = `${driftSentences(facts)} ${commits}${newest(facts)}${held}`;
  return {
    key,
    title: `${isBehind ? 'Undeployed code' : 'Code outside main'} (${severity}): ${names}`,
    detail,
    remedy,
  };
}

/** Describes the services whose drift is unknown. */
export function unknownDriftIncident(key: string, services: readonly ServiceDrift[]): DescribedIncident {
  return {
    key,
    title: 'Drift has been unknown for more than an hour',
    detail: driftSentences(services.map(driftFacts)),
    remedy: 'Until then, nobody can see whether the newest code serves. `tipoff deploy drift` checks again.',
  };
}

/** Names the newest undeployed commits of the service that lacks the most. */
function newest(facts: readonly ReturnType<typeof driftFacts>[]): string {
  const [most] = facts.toSorted((a, b) => (b.behind ?? 0) - (a.behind ?? 0));
  const titles = (most?.undeployed ?? []).slice(0, MOST_TITLES).map(({ title }) => quoteText(title));
  return titles.length === 0 ? '' : ` The newest undeployed commits: ${titles.join(', ')}.`;
}
