import type { UnannouncedDeploy, UnannouncedNotice } from '../../../coordination/deploys/unannounced-deploy.ts';
import { claimantName } from '../../../operations/deploy/lock-facts.ts';
import { shortCommit } from '../../../operations/kit/short-commit.ts';
import { instantFromDate } from '../../../platform/instant.ts';
import { ACTION } from '../actions/action-id.ts';
import { button } from './button.ts';
import { chatTime } from './chat-time.ts';
import { header, smallPrint } from './header.ts';
import { bold, dataText, line, paragraph, words } from './rich-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';

/** Announces a deploy that nobody announced. The message is edited when somebody says whose it is, and when it ends. */
export function unannouncedDeployNotice({ service, deploy }: UnannouncedNotice): SlackMessage {
  const title = titleOf(service, deploy);
  const facts = factsOf(deploy);
  const state = stateText(service, deploy);
  const isOpen = deploy.claimed_by === null && deploy.announced_by === null;
  return slackMessage([title, facts, state, ...(isOpen ? [QUESTION] : [])].join(' · '), [
    header(title),
    paragraph(line(dataText(facts)), line(bold(state)), ...(isOpen ? [line(words(QUESTION))] : [])),
    ...(isOpen ? [mineButton(service, deploy)] : []),
    ...(deploy.build === null ? [] : [buildPrint(deploy.build)]),
  ]);
}

const QUESTION = 'Nobody held the lock or announced this deploy. Whose is it?';

function buildPrint({ id, url }: NonNullable<UnannouncedDeploy['build']>) {
  return smallPrint(`build ${id}`, ...(url === null ? [] : [url]));
}

function titleOf(service: string, { claimed_by, announced_by, ended_at }: UnannouncedDeploy): string {
  const owner = claimed_by ?? announced_by;
  if (owner !== null) return `${ended_at === null ? '●' : '○'} Deploy of ${service} by ${claimantName(owner)}`;
  return ended_at === null ? `⚠ Unannounced deploy of ${service}` : `○ Unannounced deploy of ${service} has ended`;
}

function factsOf({ revision, commit, by, started_at }: UnannouncedDeploy): string {
  const when = instantFromDate(new Date(started_at));
  return [
    revision === null ? 'Build without a revision so far' : `Revision ${revision}`,
    commit === null ? 'commit not known' : `commit ${shortCommit(commit)}`,
    `${chatTime(when)} by ${by ?? 'an account that the target does not name'}`,
  ].join(' · ');
}

function stateText(service: string, deploy: UnannouncedDeploy): string {
  const { outcome, ended_at, claimed_by, claimed_at, announced_by } = deploy;
  const at = ended_at === null ? '' : chatTime(ended_at);
  const claimed =
    claimed_by === null || claimed_at === null
      ? ''
      : ` ${claimantName(claimed_by)} said so at ${chatTime(claimed_at)}.`;
  switch (outcome) {
    case 'running':
      return `It is in progress.${claimed}`;
    case 'serving':
      return `It has served since ${at} or earlier.${claimed}`;
    case 'not-serving':
      return `It ended by ${at} and gets no traffic.${claimed}`;
    case 'failed':
      return `It failed by ${at}. ${service} serves what it served before.${claimed}`;
    case 'announced':
      return `${announced_by === null ? 'Somebody' : claimantName(announced_by)} announced it while it ran.${claimed}`;
    case 'unknown':
      return `It is not known how it ended.${claimed}`;
  }
}

function mineButton(service: string, { id }: UnannouncedDeploy) {
  const mine = button({
    label: 'This is mine',
    actionId: ACTION.claimDeploy,
    id: `${service}#${id}`,
    style: 'primary',
  });
  return { type: 'actions' as const, elements: [mine] };
}
