import type { KnownBlock } from '@slack/types';
import type { Deploy } from '../../../coordination/deploy-locks/lock.ts';
import type {
  BypassNotice,
  LockNotice,
  ReservationNotice,
  UnreadableBypass,
} from '../../../coordination/deploy-locks/lock-announcements.ts';
import { isPersonalTransport } from '../../../coordination/identity/actor.ts';
import { isReportedLate, verdictSentences } from '../../../operations/deploy/deploy-result-text.ts';
import { claimantName } from '../../../operations/deploy/lock-facts.ts';
import { quotedSentence } from '../../../operations/deploy/lock-text.ts';
import { leagueTimeSpan } from '../../../operations/kit/league-time.ts';
import { shortCommit } from '../../../operations/kit/short-commit.ts';
import { instantFromDate } from '../../../platform/instant.ts';
import { quoteText } from '../../../platform/printable.ts';
import { ACTION } from '../actions/action-id.ts';
import { button } from './button.ts';
import { chatTime } from './chat-time.ts';
import { header, smallPrint } from './header.ts';
import { extendButtons } from './hold-buttons.ts';
import { agentSession, personOf } from './person-of.ts';
import { bold, code, dataText, line, paragraph, sentence, sentenceText, words } from './rich-text.ts';
import { safeText } from './safe-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';

const MAX_FILE = 100;

/** Notifies the next session in the queue that the lock is reserved for it for a few minutes. */
export function reservationNotice(reservation: ReservationNotice): SlackMessage {
  const { service, to, outcome } = reservation;
  const name = claimantName(to);
  if (outcome !== null) {
    const title = `${outcome === 'claimed' ? '●' : '○'} ${service} was reserved for ${name}, who ${OUTCOMES[outcome]}`;
    return slackMessage(title, [header(title)]);
  }
  const title = `○ ${service} is free: ${name} is next`;
  const deadline = `Reserved until ${chatTime(reservation.until)}. After that, the lock goes to the next in the queue.`;
  return slackMessage(`${title}. ${deadline}`, [header(title), ...turn(reservation, deadline)]);
}

const OUTCOMES = {
  claimed: 'claimed it',
  passed: 'did not claim it in time',
  withdrawn: 'declined it',
  'handed-over': 'handed it over',
} as const;

/**
 * A Slack user claims the reserved lock with a click. Any other session has to run the command, because the lock
 * belongs to the session that claims it.
 */
function turn({ service, to, ticket }: ReservationNotice, deadline: string): readonly KnownBlock[] {
  if (!isPersonalTransport(to.session, 'slack')) {
    const whose = to.acts_for === null ? [words('your turn')] : [words('the turn of '), dataText(to.name)];
    const command = code(`tipoff deploy claim ${service} --reason "…"`);
    const where = [words(' in the session '), dataText(to.session), words(` to claim it. ${deadline}`)];
    return [paragraph(line(personOf(to), words(', it is '), ...whose, words('. Run '), command, ...where))];
  }
  const elements = [
    button({ label: 'Claim', actionId: ACTION.claimReserved, id: ticket, style: 'primary' }),
    button({ label: 'Pass', actionId: ACTION.passReserved, id: ticket }),
  ];
  return [paragraph(line(personOf(to), words(`, it is your turn. ${deadline}`))), { type: 'actions', elements }];
}

/**
 * Renders what happened to a lock's claim, as a reply in the claim's thread. The reply mentions the holder if the claim
 * expires soon, or if somebody else ended it.
 */
export function lockNotice(notice: LockNotice): SlackMessage {
  const text = noticeText(notice);
  const isMentioned =
    notice.happened === 'expires-soon' || (hasEnded(notice) && notice.by?.session !== notice.claimant.session);
  const name = claimantName(notice.claimant);
  const verdict = notice.deploy === null ? [] : verdictSentences(notice.service, notice.deploy);
  return slackMessage([`${name} ${text}`, ...verdict.map(sentenceText)].join(' '), [
    paragraph(
      line(isMentioned ? personOf(notice.claimant) : bold(name), words(isMentioned ? ': ' : ' '), dataText(text)),
      ...verdict.map(sentence),
    ),
    ...(notice.ticket === null ? [] : [extendButtons(notice.ticket)]),
  ]);
}

function hasEnded({ happened, how }: LockNotice): boolean {
  return happened === 'ended' || (happened === 'deploy-finished' && how !== null);
}

/** Announces a deploy that somebody made without the lock while the store was unreachable. */
export function bypassNotice({ service, claimant, reason, at }: BypassNotice): SlackMessage {
  const name = claimantName(claimant);
  const title = `⚠ ${name} deployed without the ${service} deploy lock`;
  const detail = 'The store was unreachable, so the lock did not block other deploys.';
  return slackMessage(`${title}: ${quotedSentence(reason)} ${detail}`, [
    header(title),
    paragraph(line(dataText(reason)), line(words(detail))),
    smallPrint(`${chatTime(instantFromDate(new Date(at)))} by the clock of that machine`, ...agentSession(claimant)),
  ]);
}

/**
 * Announces that somebody deployed without a lock and that the record of this deploy is unreadable. The message asks
 * the channel who deployed.
 */
export function unreadableBypassNotice({ note }: UnreadableBypass): SlackMessage {
  const title = '⚠ Somebody deployed without a lock, and the record of it cannot be read';
  const file = `without-lock/${note}.json.unreadable`;
  const request = 'Did you deploy while the store was unreachable? Please say so here.';
  return slackMessage(`${title}: ${safeText(file, MAX_FILE)}. ${request}`, [
    header(title),
    paragraph(
      line(words(request)),
      line(
        words('For whoever runs the bot: read the file '),
        code(file),
        words(' in its data folder. Then delete the file.'),
      ),
    ),
  ]);
}

function noticeText(notice: LockNotice): string {
  const { happened, at, reason, deploy } = notice;
  const when = chatTime(at);
  const what = deploy?.commit
    ? `the deploy of ${notice.service} at ${shortCommit(deploy.commit)}`
    : `the deploy of ${notice.service}`;
  switch (happened) {
    case 'extended':
      return extensionText(notice);
    case 'changed':
      return changeText(notice);
    case 'expires-soon':
      return expiryText(notice);
    case 'heard-again':
      return `has been responsive again since ${when}.`;
    case 'freeze-overridden':
      return `deploys during the freeze: ${reason ?? ''}`;
    case 'ended':
      return endText(notice, when);
    case 'joined':
      return `joined the queue at ${when}: ${reason ?? ''}`;
    case 'left':
      return `left the queue at ${when}.`;
    case 'skipped':
      return `did not claim the reserved lock and was removed from the queue at ${when}.`;
    case 'dropped':
      return `was removed from the queue at ${when}: the session ended.`;
    case 'place-handed-over':
      return `handed the place in the queue over to ${notice.by === null ? 'somebody' : claimantName(notice.by)} at ${when}.`;
    case 'deploy-started':
      return `started ${what} at ${when}.`;
    case 'deploy-finished':
      return `${finishText(what, when, deploy)}${notice.how === null ? '' : ' The lock was released.'}`;
    case 'deploy-lost':
      return `did not report the result of ${what} before the claim ended.`;
  }
}

function extensionText({ until }: LockNotice): string {
  return `extended the claim until ${until === null ? 'later' : chatTime(until)}.`;
}

function expiryText({ at, until }: LockNotice): string {
  const end = until ?? at;
  return `the claim expires in ${leagueTimeSpan(at, end)}, at ${chatTime(end)}. Extend it if you need more time.`;
}

function changeText({ reason, until }: LockNotice): string {
  const changes = [
    ...(reason === null ? [] : [`the reason to ${quoteText(reason)}`]),
    ...(until === null ? [] : [`the end to ${chatTime(until)}`]),
  ];
  return `changed ${changes.join(' and ')}.`;
}

function finishText(what: string, when: string, deploy: Deploy | null): string {
  if (deploy === null) return `finished ${what} at ${when}.`;
  const { state, started_at, ended_at, result_from } = deploy;
  if (result_from === 'target') return `did not report the result of ${what}. Tipoff saw at ${when} that it ${state}.`;
  if (!isReportedLate(deploy)) return `finished ${what} at ${when}: ${state}.`;
  return `reported at ${when} that ${what} failed, ${leagueTimeSpan(started_at, ended_at ?? started_at)} after its start.`;
}

function endText({ how, by, reason, claimant }: LockNotice, when: string): string {
  switch (how) {
    case 'taken-over':
      return `the claim was taken over by ${by === null ? 'somebody' : claimantName(by)} at ${when}: ${reason ?? ''}`;
    case 'handed-over':
      return `the claim was handed over to ${by === null ? 'somebody' : claimantName(by)} at ${when}.`;
    case 'expired':
      return `the claim expired at ${when}.`;
    case 'session-ended':
      return `the claim ended with its session at ${when}.`;
    case 'released':
      if (by === null) return `the claim was released at ${when}, because its deploy has ended.`;
      return by.session === claimant.session
        ? `released the lock at ${when}.`
        : `the claim was released by ${claimantName(by)} at ${when}.`;
    case null:
      return `released the lock at ${when}.`;
  }
}
