import type { ActionsBlock, KnownBlock, RichTextSection } from '@slack/types';
import { GLOBAL } from '../../../coordination/deploy-locks/lock.ts';
import type { LockCard, UnresponsiveHolder } from '../../../coordination/deploy-locks/lock-announcements.ts';
import { claimantName } from '../../../operations/deploy/lock-facts.ts';
import { leagueTime } from '../../../operations/kit/league-clock.ts';
import { sentenceCase } from '../../../operations/kit/sentence-case.ts';
import { shortCommit } from '../../../operations/kit/short-commit.ts';
import { ACTION } from '../actions/action-id.ts';
import { button } from './button.ts';
import { header, smallPrint } from './header.ts';
import { bold, dataText, line, mention, paragraph, words } from './rich-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';

const ENDINGS = {
  released: 'released',
  expired: 'ran out',
  'taken-over': 'taken over',
  'session-ended': 'ended with its session',
} as const;

/** One claim of a lock, edited while it lasts and once it is over. */
export function lockCard(card: LockCard): SlackMessage {
  const { since, until, token, claimant, ended, ticket } = card;
  const title = titleOf(card);
  const ends = ended === null ? `Until ${leagueTime(until, since)}` : endText(card);
  const text = [title, card.reason, ends, ...card.deploys.map(deployText), ...queueTexts(card)].join(' · ');
  return slackMessage(text, [
    header(title),
    paragraph(
      line(dataText(card.reason)),
      endLine(card),
      ...card.deploys.map((deploy) => line(dataText(deployText(deploy)))),
      ...queueTexts(card).map((each) => line(dataText(each))),
    ),
    ...(ended === null ? [holdButtons(ticket)] : []),
    smallPrint(`since ${leagueTime(since, since)}`, `token ${token}`, claimant.session),
  ]);
}

/** A holder who is not heard of any more: said aloud, because people have to do something. */
export function unresponsiveHolderMessage(suspect: UnresponsiveHolder): SlackMessage {
  const { claimant, suspect_since, since, until, reason, outcome } = suspect;
  const title = suspectTitle(suspect);
  const settled = outcome === null ? '' : settledText(suspect);
  const missed = `At ${leagueTime(suspect_since, since)} its session had missed three beats, or its token was revoked`;
  const ends = `. The claim ends with the session, or at ${leagueTime(until, since)}`;
  const heard = `${missed}${outcome === null ? ends : ''}: ${reason}`;
  const asked = { name: claimant.acts_for ?? claimant.name, user_id: claimant.user_id };
  return slackMessage([title, heard, settled].filter((part) => part !== '').join(' · '), [
    header(title),
    paragraph(line(dataText(heard))),
    outcome === null
      ? paragraph(line(mention(asked), words(', is it still at work? Anybody may take it over now.')))
      : paragraph(line(bold(settled))),
    ...(outcome === null ? [holdButtons(suspect.ticket)] : []),
    smallPrint(`token ${suspect.token}`, claimant.session),
  ]);
}

function suspectTitle({ service, claimant, outcome }: UnresponsiveHolder): string {
  const [scope, who] = [scopeOf(service), claimantName(claimant)];
  if (outcome === null) return `◐ ${scope} is held by ${who}, who does not answer`;
  return outcome === 'heard-again'
    ? `● ${scope} is held by ${who}, who answers again`
    : `○ ${scope} was held by ${who}, who did not answer`;
}

export function scopeOf(service: string): string {
  return service === GLOBAL ? 'everything' : service;
}

function titleOf({ service, claimant, ended, suspect_since }: LockCard): string {
  const who = claimantName(claimant);
  if (ended !== null) return `○ ${scopeOf(service)} was held by ${who}`;
  return suspect_since === null
    ? `● ${scopeOf(service)} is held by ${who}`
    : `◐ ${scopeOf(service)} is held by ${who}, who does not answer`;
}

function endLine(card: LockCard): RichTextSection {
  if (card.ended === null) return line(words('Until '), bold(leagueTime(card.until, card.since)));
  return line(bold(endText(card)));
}

function endText({ ended, since }: LockCard): string {
  if (ended === null) return '';
  const by = ended.how === 'taken-over' && ended.by !== null ? ` by ${claimantName(ended.by)}` : '';
  const why = ended.reason === null ? '' : `: ${ended.reason}`;
  return `${sentenceCase(ENDINGS[ended.how])}${by} at ${leagueTime(ended.at, since)}${why}`;
}

function settledText({ outcome, settled_by }: UnresponsiveHolder): string {
  if (outcome === null) return '';
  if (outcome === 'heard-again') return 'It is heard again.';
  const by = settled_by === null ? '' : ` by ${claimantName(settled_by)}`;
  return `${sentenceCase(ENDINGS[outcome])}${by}.`;
}

function deployText({ service, commit, state, started_at, ended_at }: LockCard['deploys'][number]): string {
  const what = `Deploy of ${service}${commit === null ? '' : ` at ${shortCommit(commit)}`}`;
  if (state === 'running') return `${what} runs since ${leagueTime(started_at, started_at)}`;
  const when = ended_at === null ? '' : ` at ${leagueTime(ended_at, started_at)}`;
  return state === 'unknown' ? `${what}: how it went is unknown` : `${what} ${state}${when}`;
}

function queueTexts({ queue, offered_until, since }: LockCard): readonly string[] {
  const [next, ...others] = queue.map(({ claimant }) => claimantName(claimant));
  if (next === undefined) return [];
  if (offered_until === null) return [`Waiting: ${[next, ...others].join(', ')}`];
  const kept = `Kept for ${next} until ${leagueTime(offered_until, since)}`;
  return others.length === 0 ? [kept] : [kept, `Waiting: ${others.join(', ')}`];
}

function holdButtons(ticket: string): ActionsBlock & KnownBlock {
  return {
    type: 'actions',
    elements: [
      button({ label: 'Extend 30 min', actionId: ACTION.extendLock, id: ticket }),
      button({ label: 'Release', actionId: ACTION.releaseLock, id: ticket }),
      button({ label: 'Queue up', actionId: ACTION.queueForLock, id: ticket }),
      button({ label: 'Take over', actionId: ACTION.takeOverLock, id: ticket, style: 'danger' }),
    ],
  };
}
