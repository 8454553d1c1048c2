import { verdictPhrase } from '../../../operations/deploy/deploy-result-text.ts';
import { driftText, servingText } from '../../../operations/deploy/drift-text.ts';
import { leagueTime } from '../../../operations/kit/league-time.ts';
import { shortCommit } from '../../../operations/kit/short-commit.ts';
import type { ReplyData } from '../../../operations/registry.ts';
import type { Instant } from '../../../platform/instant.ts';
import { renderRows } from './render-data.ts';
import { type TerminalPage, WHOLE } from './terminal-page.ts';

type ListedLock = ReplyData<'deploy status'>['locks'][number];

/** Renders the locks as a table with one row per service: holder, start, reason, end, queue, and the last deploy. */
export function renderDeployStatus(
  { at, locks, unseen }: ReplyData<'deploy status'>,
  page: TerminalPage = WHOLE,
): string {
  const ifUnseen = (service: string) => (unseen.includes(service) ? 'unknown' : null);
  return renderRows(
    locks.map(({ service, state, through, free_after, by, reason, since, until, queue = [], deploy, serving }) => ({
      service,
      state: stateText({ state, through, free_after }),
      by: by ?? null,
      since: since === undefined ? null : leagueTime(since, at),
      until: until === undefined ? null : leagueTime(until, at),
      why: reason ?? null,
      waiting: queue.length === 0 ? null : queue.join(', '),
      last_deploy: lastDeploy(deploy, at),
      serving: serving === undefined ? ifUnseen(service) : `${servingText(serving)}: ${driftText(serving)}`,
    })),
    page,
  );
}

function stateText({ state, through, free_after = [] }: Pick<ListedLock, 'state' | 'through' | 'free_after'>): string {
  if (through !== undefined && state !== 'awaited') return `with ${through}`;
  return free_after.length === 0 ? state : `${state} after ${free_after.join(', ')}`;
}

function lastDeploy(deploy: ListedLock['deploy'], at: Instant): string | null {
  if (deploy === undefined) return null;
  const { commit, state, by, started_at, served } = deploy;
  const verdict = verdictPhrase(served);
  const what = commit === null ? 'unknown commit' : shortCommit(commit);
  return `${what} ${state}, ${by}, ${leagueTime(started_at, at)}${verdict === undefined ? '' : `, ${verdict}`}`;
}
