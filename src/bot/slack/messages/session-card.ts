import type { ActionsBlock } from '@slack/types';
import { nameOf } from '../../../coordination/identity/actor.ts';
import type { Holding, SessionCard, SessionLost } from '../../../coordination/sessions/session-card.ts';
import { sentenceCase } from '../../../operations/kit/sentence-case.ts';
import { holdingName } from '../../../operations/session/holdings-text.ts';
import { ACTION } from '../actions/action-id.ts';
import { button, confirmation } from './button.ts';
import { chatTime } from './chat-time.ts';
import { header, smallPrint } from './header.ts';
import { bullets, dataText, line, mention, paragraph, words } from './rich-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';

const MARKS = { unused: '◌', live: '●', stale: '◐', dead: '○', ended: '✓' } as const satisfies Record<
  SessionCard['noted'],
  string
>;

/**
 * Builds the card of an agent's session: agent, person, health, task and holdings. The card is edited when one of these
 * changes.
 */
export function sessionCard(card: SessionCard): SlackMessage {
  const title = `${MARKS[card.noted]} ${nameOf({ name: card.name, actsFor: card.acts_for })}`;
  const health = healthText(card);
  const text = [
    `${title} · ${health}`,
    ...(card.summary === null ? [] : [card.summary]),
    ...card.holds.map((holding) => holdingText(holding)),
  ];
  return slackMessage(text.join(' · '), [
    header(title),
    paragraph(line(words(health), ...endedBy(card)), ...(card.summary === null ? [] : [line(dataText(card.summary))])),
    ...holdings(card.holds),
    ...endButton(card),
    smallPrint(`started ${chatTime(card.started_at)}`, ...lastSeen(card), card.session_id),
  ]);
}

/**
 * Announces that a session died while it had locks or other holdings, and mentions the person behind it. This is a
 * separate message, because Slack notifies nobody when a card is edited.
 */
export function sessionLost(lost: SessionLost): SlackMessage {
  const who = nameOf({ name: lost.name, actsFor: lost.acts_for });
  const title = `⚠ The session of ${who} is dead`;
  const detail = `The last heartbeat was at ${chatTime(lost.last_heard_at)}. The session held:`;
  const person = mention({ name: lost.acts_for, user_id: lost.acts_for });
  return slackMessage([title, detail, ...lost.held.map((holding) => holdingText(holding))].join(' '), [
    header(title),
    paragraph(line(person, words(', your agent no longer answers.')), line(words(detail))),
    ...holdings(lost.held),
    smallPrint(lost.session_id),
  ]);
}

function healthText({ noted, last_heard_at }: SessionCard): string {
  if (noted === 'unused') return 'Not used yet: nobody has called with the token of this session.';
  const state = sentenceCase(noted);
  if (noted === 'ended' || last_heard_at === null) return `${state}.`;
  return `${state}. Last heartbeat at ${chatTime(last_heard_at)}.`;
}

function endedBy({ ended_by }: SessionCard) {
  return ended_by === null ? [] : [words(' Ended by '), mention({ name: ended_by, user_id: ended_by }), words('.')];
}

function lastSeen({ seen_at, started_at }: SessionCard): readonly string[] {
  return seen_at === null || seen_at < started_at ? [] : [`last seen at ${chatTime(seen_at)}`];
}

/** Returns the End button of an agent's session. An ended session has no such button. */
function endButton({ noted, session_id, name }: SessionCard): readonly ActionsBlock[] {
  if (noted === 'ended') return [];
  const end = button({ label: 'End session', actionId: ACTION.endSession, id: session_id, style: 'danger' });
  const confirm = confirmation({
    title: `End the session of ${name}?`,
    text: 'The session gives up its locks and queue places. It cannot restart until someone issues a new token.',
    confirm: 'End session',
    deny: 'Cancel',
  });
  return [{ type: 'actions', elements: [{ ...end, confirm }] }];
}

/** Renders the locks and other holdings of a session. */
function holdings(held: readonly Holding[]) {
  return held.length === 0 ? [] : [bullets(...held.map((holding) => line(dataText(holdingText(holding)))))];
}

function holdingText({ kind, id, until }: Holding): string {
  return `${sentenceCase(holdingName({ kind, id }))}${until === null ? '' : ` until ${chatTime(until)}`}`;
}
