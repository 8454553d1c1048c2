import { countedText } from '../kit/count-text.ts';
import { shortCommit } from '../kit/short-commit.ts';
import type { DriftFacts, ServingFacts } from './drift-facts.ts';

/** Describes how each service compares with main. Services with the same drift share a sentence, the worst drift first. */
export function driftSentences(services: readonly DriftFacts[]): string {
  const groups = [...Map.groupBy(services, driftKey).values()].toSorted(([a], [b]) => badness(b) - badness(a));
  return groups.map(groupSentence).join(' ');
}

function driftKey(facts: DriftFacts): string {
  return facts.why ?? driftText(facts);
}

function groupSentence(group: readonly DriftFacts[]): string {
  const names = group.map(({ service }) => service).join(', ');
  const [facts] = group;
  if (facts === undefined) return '';
  if (facts.verdict === 'unknown') return `The drift of ${names} is unknown: ${withFullStop(facts.why ?? '')}`;
  return `${group.length === 1 ? `The service ${names} is` : `The services ${names} are`} ${driftText(facts)}.`;
}

/** Describes the drift of one service, such as `4 commits behind main (critical)`. */
export function driftText({ verdict, severity = null, behind = 0, unmerged = 0 }: ComparedFacts): string {
  const marked = severity === null ? '' : ` (${severity})`;
  switch (verdict) {
    case 'up-to-date':
      return 'up to date with main';
    case 'behind':
      return `${countedText(behind ?? 0, 'commit')} behind main${marked}`;
    case 'ahead':
      return `${countedText(unmerged ?? 0, 'commit')} ahead of main${marked}`;
    case 'diverged':
      return `${countedText(behind ?? 0, 'commit')} behind main and ${unmerged ?? 0} ahead of it${marked}`;
    case 'unknown':
      return 'drift unknown';
  }
}

type ComparedFacts = Pick<ServingFacts, 'verdict' | 'severity' | 'behind' | 'unmerged'>;

/** Names the commits that serve, each with its share of the traffic if there are several. */
export function servingText({ commits = [], evidence = null }: Pick<ServingFacts, 'commits' | 'evidence'>): string {
  if (evidence === null) return 'unknown';
  if (commits.length === 0) return 'nothing';
  const shown = commits.map(({ commit, percent }) => {
    const name = commit === null ? 'unknown commit' : shortCommit(commit);
    return commits.length === 1 ? name : `${name} (${percent} %)`;
  });
  return `${shown.join(', ')}${evidence === 'reported' ? ', as reported' : ''}`;
}

function withFullStop(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

const BADNESS = { critical: 4, warning: 3, info: 2 } as const;

function badness(facts: DriftFacts | undefined): number {
  if (facts === undefined) return 0;
  if (facts.severity !== null) return BADNESS[facts.severity];
  return facts.verdict === 'unknown' ? 1 : 0;
}
