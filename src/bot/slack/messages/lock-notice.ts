import type { KnownBlock } from '@slack/types';
import type { Claimant } from '../../../coordination/deploy-locks/lock.ts';
import type {
  BypassNotice,
  LockNotice,
  ReservationNotice,
  UnreadableBypass,
} from '../../../coordination/deploy-locks/lock-announcements.ts';
import { isPersonalTransport } from '../../../coordination/identity/actor.ts';
import { claimantName } from '../../../operations/deploy/lock-facts.ts';
import { closed } from '../../../operations/deploy/lock-sentences.ts';
import { leagueDay, leagueTime } from '../../../operations/kit/league-clock.ts';
import { shortCommit } from '../../../operations/kit/short-commit.ts';
import { instantFromDate } from '../../../platform/instant.ts';
import { ACTION } from '../actions/action-id.ts';
import { button } from './button.ts';
import { header, smallPrint } from './header.ts';
import { scopeOf } from './lock-card.ts';
import { bold, code, dataText, line, mention, paragraph, words } from './rich-text.ts';
import { safeText } from './safe-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';

const MAX_FILE = 100;

/** It is somebody's turn, for some minutes. */
export function reservationNotice(offer: ReservationNotice): SlackMessage {
  const { service, to, outcome } = offer;
  const name = claimantName(to);
  if (outcome !== null) {
    const title = `${outcome === 'claimed' ? '●' : '○'} ${scopeOf(service)} was offered to ${name}, who ${OUTCOMES[outcome]}`;
    return slackMessage(title, [header(title)]);
  }
  const title = `○ ${scopeOf(service)} is free: ${name} is next`;
  const kept = `It is kept until ${leagueTime(offer.until, offer.until)}, then for the next in the queue, if anybody waits.`;
  return slackMessage(`${title}. ${kept}`, [header(title), ...turn(offer, kept)]);
}

const OUTCOMES = {
  claimed: 'claimed it',
  passed: 'let the five minutes pass',
  withdrawn: 'does not want it any more',
} as const;

/** Who waits in Slack claims by a click. A session elsewhere owns its turn as it will own the lock, so nobody can click for it. */
function turn({ service, to, ticket }: ReservationNotice, kept: string): readonly KnownBlock[] {
  if (!isPersonalTransport(to.session, 'slack')) {
    const whose = to.acts_for === null ? [words('your turn')] : [words('the turn of '), dataText(to.name)];
    const command = code(`tipoff deploy claim ${service} --reason "…"`);
    const where = [words(' in the session '), dataText(to.session), words(` takes it. ${kept}`)];
    return [paragraph(line(personOf(to), words(', it is '), ...whose, words(': '), command, ...where))];
  }
  const elements = [
    button({ label: 'Claim', actionId: ACTION.claimReserved, id: ticket, style: 'primary' }),
    button({ label: 'Pass', actionId: ACTION.passReserved, id: ticket }),
  ];
  return [paragraph(line(personOf(to), words(`, it is your turn. ${kept}`))), { type: 'actions', elements }];
}

/** One line in the thread of a claim; whoever loses something by it is called by name. */
export function lockNotice(notice: LockNotice): SlackMessage {
  const text = noticeText(notice);
  const isTold = notice.happened === 'ended' && notice.by?.session !== notice.claimant.session;
  const name = claimantName(notice.claimant);
  return slackMessage(`${name} ${text}`, [
    paragraph(line(isTold ? personOf(notice.claimant) : bold(name), words(isTold ? ': ' : ' '), dataText(text))),
  ]);
}

/** What happened while nobody could be asked. */
export function bypassNotice({ service, claimant, reason, at }: BypassNotice): SlackMessage {
  const name = claimantName(claimant);
  const title = `⚠ ${name} went on without the lock of ${scopeOf(service)}`;
  const detail = 'The store could not be reached then, so nobody else was kept away.';
  return slackMessage(`${title}: ${closed(reason)} ${detail}`, [
    header(title),
    paragraph(line(dataText(reason)), line(words(detail))),
    smallPrint(`${leagueDay(instantFromDate(new Date(at)))} by the clock of that machine`, claimant.session),
  ]);
}

/** Nobody knows any more who it was: whoever was at work has to say so, and who has the machine looks at the file. */
export function unreadableBypassNotice({ note }: UnreadableBypass): SlackMessage {
  const title = '⚠ Somebody went on without a lock, and the note of it cannot be read';
  const file = `without-lock/${note}.json.unreadable`;
  const asked = 'Who deployed while the store was away says so here.';
  return slackMessage(`${title}: ${safeText(file, MAX_FILE)}. ${asked}`, [
    header(title),
    paragraph(
      line(words(asked)),
      line(
        words('Who has the machine of the bot looks at '),
        code(file),
        words(' in its data folder, and deletes it.'),
      ),
    ),
  ]);
}

/** For an agent, the person behind it: the agent reads no channel. */
function personOf({ name, user_id, acts_for }: Claimant) {
  return mention({ name: acts_for ?? name, user_id: acts_for ?? user_id });
}

function noticeText(notice: LockNotice): string {
  const { happened, at, until, reason, deploy } = notice;
  const when = leagueTime(at, at);
  const what = deploy?.commit
    ? `the deploy of ${notice.service} at ${shortCommit(deploy.commit)}`
    : `the deploy of ${notice.service}`;
  switch (happened) {
    case 'extended':
      return `keeps it until ${until === null ? 'later' : leagueTime(until, at)}.`;
    case 'heard-again':
      return `is heard again since ${when}.`;
    case 'ended':
      return endText(notice, when);
    case 'joined':
      return `queued up at ${when}: ${reason ?? ''}`;
    case 'left':
      return `left the queue at ${when}.`;
    case 'skipped':
      return `let the offer pass and is out of the queue since ${when}.`;
    case 'dropped':
      return `is out of the queue since ${when}: its session is over.`;
    case 'deploy-started':
      return `began ${what} at ${when}.`;
    case 'deploy-finished':
      return `ended ${what} at ${when}: ${deploy?.state ?? ''}.`;
    case 'deploy-lost':
      return `did not say how ${what} went before its claim ended.`;
  }
}

function endText({ how, by, reason, claimant }: LockNotice, when: string): string {
  switch (how) {
    case 'taken-over':
      return `the claim was taken over by ${by === null ? 'somebody' : claimantName(by)} at ${when}: ${reason ?? ''}`;
    case 'expired':
      return `the claim ran out at ${when}.`;
    case 'session-ended':
      return `the claim ended with its session at ${when}.`;
    case 'released':
    case null:
      return by === null || by.session === claimant.session
        ? `released it at ${when}.`
        : `the claim was released by ${claimantName(by)} at ${when}.`;
  }
}
