import { countedText } from '../kit/count-text.ts';
import type { DriftFacts } from './drift-facts.ts';

interface UndeployedGroup {
  readonly services: readonly string[];
  /** The newest undeployed commits of each of the services. */
  readonly commits: DriftFacts['undeployed'];
  /** How many further commits are undeployed. */
  readonly more: number;
}

/** Groups the services that lack the same commits. A service without listed commits is in no group. */
export function undeployedGroups(services: readonly DriftFacts[]): readonly UndeployedGroup[] {
  const listed = services.filter(({ undeployed }) => undeployed.length > 0);
  const groups = Map.groupBy(listed, ({ behind, undeployed }) => `${behind} ${undeployed.map(({ sha }) => sha)}`);
  return [...groups.values()].map((group) => {
    const { undeployed: commits = [], behind = 0 } = group[0] ?? {};
    return { services: group.map(({ service }) => service), commits, more: (behind ?? 0) - commits.length };
  });
}

export function moreText(more: number): string {
  return `… and ${countedText(more, 'more commit')}`;
}
