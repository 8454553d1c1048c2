import type { ActionsBlock } from '@slack/types';
import { nameOf } from '../../../coordination/identity/actor.ts';
import type { Holding, SessionCard, SessionLost } from '../../../coordination/sessions/session-card.ts';
import { leagueDay, leagueTime } from '../../../operations/kit/league-clock.ts';
import { HOLDING_NAMES } from '../../../operations/session/holdings-text.ts';
import type { Instant } from '../../../platform/instant.ts';
import { ACTION } from '../actions/action-id.ts';
import { button, confirmation } from './button.ts';
import { header, smallPrint } from './header.ts';
import { bullets, dataText, line, mention, paragraph, words } from './rich-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';

const MARKS = { live: '●', stale: '◐', dead: '○', ended: '✓' } as const satisfies Record<SessionCard['noted'], string>;

/** The living message of an agent's session: who, for whom, whether it is there, what it is at and what it holds. */
export function sessionCard(card: SessionCard): SlackMessage {
  const title = `${MARKS[card.noted]} ${nameOf({ name: card.name, actsFor: card.acts_for })}`;
  const standing = standingOf(card);
  const text = [
    `${title} ${standing}`,
    ...(card.summary === null ? [] : [card.summary]),
    ...card.holds.map((holding) => holdingText(holding, card.started_at)),
  ];
  return slackMessage(text.join(' · '), [
    header(title),
    paragraph(
      line(words(standing), ...endedBy(card)),
      ...(card.summary === null ? [] : [line(dataText(card.summary))]),
    ),
    ...holdings(card.holds, card.started_at),
    ...stop(card),
    smallPrint(`since ${leagueDay(card.started_at)}`, ...seen(card), card.session_id),
  ]);
}

/** A session has died with something in its hands: said aloud, because an edit of its card wakes nobody. */
export function sessionLost(lost: SessionLost): SlackMessage {
  const who = nameOf({ name: lost.name, actsFor: lost.acts_for });
  const title = `⚠ ${who} does not answer any more`;
  const heard = `Last heard of on ${leagueDay(lost.last_heard_at)}. What it held is given up:`;
  return slackMessage(
    [title, heard, ...lost.held.map((holding) => holdingText(holding, lost.last_heard_at))].join(' '),
    [
      header(title),
      paragraph(line(words(heard))),
      ...holdings(lost.held, lost.last_heard_at),
      smallPrint(lost.session_id),
    ],
  );
}

function standingOf({ noted, last_heard_at, started_at }: SessionCard): string {
  const heard = last_heard_at === null ? '' : `; last heard of at ${leagueTime(last_heard_at, started_at)}`;
  return `is ${noted === 'ended' ? 'over' : noted}${noted === 'ended' ? '' : heard}.`;
}

function endedBy({ ended_by }: SessionCard) {
  return ended_by === null ? [] : [words(' Ended by '), mention({ name: ended_by, user_id: ended_by }), words('.')];
}

function seen({ seen_at, started_at }: SessionCard): readonly string[] {
  return seen_at === null || seen_at < started_at ? [] : [`still there at ${leagueTime(seen_at, started_at)}`];
}

/** While there is something to end. */
function stop({ noted, session_id, name }: SessionCard): readonly ActionsBlock[] {
  if (noted === 'ended') return [];
  const end = button({ label: 'End session', actionId: ACTION.endSession, id: session_id, style: 'danger' });
  const confirm = confirmation({
    title: `End the session of ${name}?`,
    text: 'What it holds is given up, and it does not begin again until a person makes it a token.',
    confirm: 'End it',
    deny: 'Keep it',
  });
  return [{ type: 'actions', elements: [{ ...end, confirm }] }];
}

/** `day`: a moment of the day that the reader has read of; what is of another is told with its day. */
function holdings(held: readonly Holding[], day: Instant) {
  return held.length === 0 ? [] : [bullets(...held.map((holding) => line(dataText(holdingText(holding, day)))))];
}

function holdingText({ kind, id, until }: Holding, day: Instant): string {
  return `${HOLDING_NAMES[kind]} ${id}${until === null ? '' : ` until ${leagueTime(until, day)}`}`;
}
