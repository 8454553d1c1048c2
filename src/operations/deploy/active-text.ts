import { countedText } from '../kit/count-text.ts';
import { shortCommit } from '../kit/short-commit.ts';
import type { ActiveRow } from './active-row.ts';

interface ActiveFacts {
  readonly active: readonly ActiveRow[];
  readonly unknown: readonly { readonly source: string; readonly why: string }[];
}

/** Says what is deployed now, what nobody announced, and what could not be read. */
export function activeSentence({ active, unknown }: ActiveFacts): string {
  return [happening({ active, unknown }), unannounced(active), nameless(active), ...unknown.map(unknownText)]
    .filter((part) => part !== '')
    .join('\n');
}

function happening({ active, unknown }: ActiveFacts): string {
  const of = (kind: ActiveRow['kind']) => active.filter((row) => row.kind === kind).length;
  const counts = [
    [of('deploy'), 'deploy in progress', 'deploys in progress'],
    [of('build'), 'build', 'builds'],
    [of('revision'), 'new revision', 'new revisions'],
  ] as const;
  const found = counts.flatMap(([count, one, many]) => (count === 0 ? [] : [`${count} ${count === 1 ? one : many}`]));
  if (found.length > 0) return `${sentenceList(found)}. Builds and revisions are those of the last 5 minutes.`;
  return unknown.length === 0
    ? 'Nobody is deploying. The last 5 minutes show no build and no new revision.'
    : 'The readable sources show no deploy, no build and no new revision.';
}

function unannounced(active: readonly ActiveRow[]): string {
  const services = [
    ...new Set(active.flatMap(({ announced, service }) => (announced === 'no' ? (service ?? []) : []))),
  ];
  if (services.length === 0) return '';
  return `Nobody announced ${services.length === 1 ? 'the deploy' : `${countedText(services.length, 'deploy')}`} of ${sentenceList(services)}.`;
}

/** Names what is known of the builds that do not name their service and that no running deploy explains. */
function nameless(active: readonly ActiveRow[]): string {
  const builds = active.filter(({ service, announced }) => service === null && announced !== 'yes');
  if (builds.length === 0) return '';
  const named = builds.map(
    ({ name, commit }) => `${name} of ${commit === null ? 'an unknown commit' : `commit ${shortCommit(commit)}`}`,
  );
  return `${countedText(builds.length, 'build')} ${builds.length === 1 ? 'does' : 'do'} not name a service: ${sentenceList(named)}.`;
}

function unknownText({ source, why }: ActiveFacts['unknown'][number]): string {
  return `Unknown: ${source}. ${why}`;
}

function sentenceList(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
