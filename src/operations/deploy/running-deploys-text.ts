import type { ServiceDeploy } from '../../coordination/deploy-locks/lock.ts';
import type { Instant } from '../../platform/instant.ts';
import { leagueTime, leagueTimeSpan } from '../kit/league-time.ts';
import { shortCommit } from '../kit/short-commit.ts';
import { claimantName } from './lock-facts.ts';

/** Names the deploys that run under a lock, with a space before each sentence. Empty if none runs. */
export function runningDeploysText(running: readonly ServiceDeploy[], now: Instant): string {
  return running.map((deploy) => ` ${runningSentence(deploy, now)}`).join('');
}

/** Says which deploys a take-over interrupted, with a space before each sentence. Empty if none ran. */
export function lostDeploysText(running: readonly ServiceDeploy[], now: Instant): string {
  const ended = running.map((deploy) => ` ${runningSentence(deploy, now)} Its result is unknown now.`);
  return ended.join('');
}

function runningSentence({ claimant, service, commit, started_at }: ServiceDeploy, now: Instant): string {
  const what = commit === null ? service : `${service} at ${shortCommit(commit)}`;
  const since = `${leagueTime(started_at, now)} (${leagueTimeSpan(started_at, now)})`;
  return `${claimantName(claimant)} has been deploying ${what} since ${since}.`;
}
