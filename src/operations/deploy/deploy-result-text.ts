import type { Deploy } from '../../coordination/deploy-locks/lock.ts';
import type { LastGood } from '../../coordination/deploys/last-good.ts';
import type { OutgoingChanges } from '../../coordination/deploys/outgoing-changes.ts';
import { isMismatch, type ServedCommit } from '../../coordination/deploys/served-commit.ts';
import { millisOf } from '../../platform/instant.ts';
import { withoutCode } from '../../platform/printable.ts';
import { countedText } from '../kit/count-text.ts';
import { leagueDay, leagueTimeSpan } from '../kit/league-time.ts';
import { shortCommit } from '../kit/short-commit.ts';
import type { DeployFacts } from './lock-facts.ts';

/** A failure that is reported later than this says more about the report than about the deploy. */
const LATE_AFTER_MS = 2 * 60 * 60_000;
const LATE_CAUSE = 'The failure may have another cause than the deploy. Investigate before you go back.';

/** Says how a deploy ended and how long it took. The time of a late report is not the duration of the deploy. */
export function resultSentence(service: string, deploy: Deploy): string {
  const { state, started_at, ended_at } = deploy;
  const what = `The deploy of ${service}`;
  if (ended_at === null) return `${what} is still running.`;
  const span = leagueTimeSpan(started_at, ended_at);
  if (isReportedLate(deploy)) return `${what} was reported as failed, ${span} after its start.`;
  if (state === 'succeeded' && isMismatch(deploy.served)) return `${what} was reported as succeeded after ${span}.`;
  return state === 'unknown' ? `${what} ended without a result after ${span}.` : `${what} ${state} after ${span}.`;
}

/** Whether a failure was reported more than two hours after the start of the deploy. */
export function isReportedLate({ state, started_at, ended_at }: Deploy): boolean {
  return state === 'failed' && ended_at !== null && millisOf(ended_at) - millisOf(started_at) > LATE_AFTER_MS;
}

/** Says what the service serves. After a deploy that went wrong, also says what to go back to, and how. */
export function verdictSentences(service: string, deploy: Deploy): readonly string[] {
  const { commit, state, served, last_good } = deploy;
  const mark = state === 'succeeded' && isMismatch(served) ? '⚠ ' : '';
  const serving = served === null ? [] : [`${mark}${servedSentence(service, commit, served)}`];
  if (!wentWrong(deploy)) return serving;
  return [...serving, ...(isReportedLate(deploy) ? [LATE_CAUSE] : []), ...goBackSentences(service, last_good)];
}

/** Whether people have to act: the deploy failed, or its service serves something else than it claims. */
function wentWrong({ state, served }: Pick<Deploy, 'state' | 'served'>): boolean {
  return state === 'failed' || (state === 'succeeded' && isMismatch(served));
}

/** Compares what a service serves with the claimed commit. An unknown answer is never worded as a match. */
function servedSentence(service: string, claimed: string | null, served: ServedCommit): string {
  const { verdict, share, why } = served;
  const because = why === null ? '' : ` ${why}`;
  switch (verdict) {
    case 'matches':
      return `${service} serves the claimed commit${revisionText(served)}.`;
    case 'unclaimed':
      return `${service} serves ${versionText(served)}. The deploy named no commit to compare with.`;
    case 'unknown':
      return `What ${service} serves is unknown.${because}`;
    case 'partly':
      return `Only ${share} % of the traffic of ${service} goes to the claimed commit ${commitText(claimed)}. The largest other share goes to ${versionText(served)}.${because}`;
    case 'differs':
      return `${service} does not serve the claimed commit ${commitText(claimed)}. It serves ${versionText(served)}.${because}`;
  }
}

/** The verdict on the last deploy in a few words, for a list of services. Undefined if there is nothing to say. */
export function verdictPhrase(served: DeployFacts['served']): string | undefined {
  switch (served?.verdict) {
    case 'matches':
      return 'verified';
    case 'differs':
      return `⚠ ${versionText({ commit: served.commit ?? null, revision: served.revision ?? null })} served instead`;
    case 'partly':
      return `⚠ got only ${served.share} % of the traffic`;
    case 'unknown':
      return 'not verified';
    case 'unclaimed':
    case undefined:
      return undefined;
  }
}

/** Names the last good version of a service and the command that goes back to it. */
function goBackSentences(service: string, good: LastGood | null): readonly string[] {
  if (good === null) return [`No earlier deploy of ${service} is known to be good.`];
  const { verified, deployed_at, rollback } = good;
  const what = verified ? 'The last good commit' : 'The last commit that was reported as good';
  const version = `${what} of ${service} is ${versionText(good)}, deployed on ${leagueDay(deployed_at)}.`;
  return rollback === null ? [version] : [version, `To go back, run \`${withoutCode(rollback)}\`.`];
}

/** Counts the commits that a deploy puts into service, and those that it takes out. */
export function changesSentence(changes: OutgoingChanges): string {
  if (changes.type === 'unknown') return `Which commits go out is unknown. ${changes.why}`;
  const { added, removed, diff_url } = changes;
  const link = diff_url === null ? '' : ` The changes: ${diff_url}`;
  if (added === 0 && removed === 0) return 'The claimed commit serves already.';
  const out = added === 0 ? 'No commit goes out' : `${countedText(added, 'commit')} ${added === 1 ? 'goes' : 'go'} out`;
  const back =
    removed === 0
      ? ''
      : `, and ${countedText(removed, 'commit')} that served ${removed === 1 ? 'is' : 'are'} taken back`;
  return `${out}${back}.${link}`;
}

function versionText({ commit, revision }: Pick<ServedCommit, 'commit' | 'revision'>): string {
  if (commit !== null) return `${commitText(commit)}${revisionText({ revision })}`;
  return revision === null ? 'nothing' : `the revision ${withoutCode(revision)}, which states no commit`;
}

function revisionText({ revision }: Pick<ServedCommit, 'revision'>): string {
  return revision === null ? '' : ` (revision ${withoutCode(revision)})`;
}

function commitText(commit: string | null): string {
  return commit === null ? 'of the deploy' : withoutCode(shortCommit(commit));
}
