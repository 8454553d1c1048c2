import type { ServiceContained } from '../../coordination/deploys/read-contains.ts';
import { shortCommit } from '../kit/short-commit.ts';

/** Says which services serve a commit. Services with the same answer share a sentence. */
export function containsSentences(commit: string, services: readonly ServiceContained[]): string {
  const groups = Map.groupBy(services, ({ answer, why }) => why ?? answer);
  return [...groups.values()].map((group) => groupSentence(shortCommit(commit), group)).join(' ');
}

function groupSentence(commit: string, group: readonly ServiceContained[]): string {
  const names = group.map(({ service }) => service).join(', ');
  const subject = group.length === 1 ? `The service ${names}` : `The services ${names}`;
  const [first] = group;
  switch (first?.answer) {
    case 'yes':
      return `${subject} ${group.length === 1 ? 'serves' : 'serve'} ${commit}.`;
    case 'no':
      return `${subject} ${group.length === 1 ? 'does' : 'do'} not serve ${commit}${exceptText(first)}.`;
    default:
      return `It is unknown whether ${names} ${group.length === 1 ? 'serves' : 'serve'} ${commit}: ${first?.why}`;
  }
}

/** While the traffic is split, some revisions may contain the commit. */
function exceptText({ serving }: ServiceContained): string {
  const lacking = serving.filter(({ answer }) => answer === 'no');
  if (lacking.length === serving.length) return '';
  return ` with all of its traffic: ${lacking.map(({ revision, percent }) => `${revision} (${percent} %)`).join(', ')} lacks it`;
}
