import type { Deploy } from '../../../coordination/deploy-locks/lock.ts';
import type { DeployAlert } from '../../../coordination/deploy-locks/lock-announcements.ts';
import { resultSentence, verdictSentences } from '../../../operations/deploy/deploy-result-text.ts';
import { claimantName } from '../../../operations/deploy/lock-facts.ts';
import { variableSentences } from '../../../operations/deploy/variables-text.ts';
import { leagueTimeSpan } from '../../../operations/kit/league-time.ts';
import { shortCommit } from '../../../operations/kit/short-commit.ts';
import { chatTime } from './chat-time.ts';
import { header, smallPrint } from './header.ts';
import { holdButtons } from './hold-buttons.ts';
import { agentSession, personOf } from './person-of.ts';
import { line, paragraph, sentence, sentenceText, words } from './rich-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';

/** Announces a deploy on which people may have to act, and says how the case ended. */
export function deployAlert(alert: DeployAlert): SlackMessage {
  const { deploy, outcome, ticket } = alert;
  const title = titleOf(alert);
  const sentences = sentencesOf(alert);
  const request = outcome === null ? [requestOf(alert)] : [];
  return slackMessage([title, ...sentences.map(sentenceText), ...request].join(' · '), [
    header(title),
    paragraph(...sentences.map(sentence)),
    ...request.map((text) => paragraph(line(personOf(deploy.claimant), words(`: ${text}`)))),
    ...(ticket === null ? [] : [holdButtons(ticket)]),
    smallPrint(...smallPrintOf(deploy)),
  ]);
}

function requestOf({ problem, deploy }: DeployAlert): string {
  switch (problem) {
    case 'overdue':
      return 'extend the claim if the deploy still runs. Otherwise finish the deploy.';
    case 'missing':
      return 'finish the deploy as failed if it does not run.';
    case 'mismatch':
      return deploy.last_good === null ? 'deploy again.' : 'deploy again, or go back to the last good commit.';
    case 'variables':
      return 'put the variables back, or go back to the last good revision.';
  }
}

function titleOf({ service, problem, deploy, outcome }: DeployAlert): string {
  const what = `the deploy of ${service} by ${claimantName(deploy.claimant)}`;
  switch (problem) {
    case 'overdue':
      return outcome === null ? `◐ Overdue: ${what}` : `○ No longer overdue: ${what}`;
    case 'missing':
      return outcome === null ? `◐ Nothing has started of ${what}` : `○ Closed: nothing had started of ${what}`;
    case 'mismatch':
      return `⚠ ${service} does not serve what ${claimantName(deploy.claimant)} deployed`;
    case 'variables':
      return `⚠ ${service} has lost environment variables in the deploy by ${claimantName(deploy.claimant)}`;
  }
}

function sentencesOf({ service, problem, deploy, outcome }: DeployAlert): readonly string[] {
  const { started_at, overdue_at } = deploy;
  const since = chatTime(started_at);
  if (problem === 'mismatch') return [resultSentence(service, deploy), ...verdictSentences(service, deploy)];
  if (problem === 'variables') return [resultSentence(service, deploy), ...variableSentences(service, deploy)];
  if (outcome === 'ended') return [resultSentence(service, deploy)];
  if (outcome === 'seen') return [`A build or a revision of the deploy that started at ${since} has appeared.`];
  if (problem === 'missing') {
    return [
      `The deploy was recorded as started at ${since}. Neither a build nor a revision of ${service} has appeared since then.`,
      'An image that is built on another machine is not visible before its revision.',
    ];
  }
  const limit = overdue_at === null ? 'long' : `longer than ${leagueTimeSpan(started_at, overdue_at)}`;
  return [
    `The deploy has been running since ${since}, ${limit}.`,
    `95 of 100 deploys of ${service} take at most half as long.`,
  ];
}

function smallPrintOf({ commit, token, claimant }: Deploy): readonly string[] {
  return [...(commit === null ? [] : [`commit ${shortCommit(commit)}`]), `token ${token}`, ...agentSession(claimant)];
}
