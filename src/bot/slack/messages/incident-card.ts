import type { ActionsBlock, Button } from '@slack/types';
import type { IncidentCard, IncidentReminder } from '../../../coordination/incidents/incident-card.ts';
import { leagueTimeSpan } from '../../../operations/kit/league-time.ts';
import { laterBy } from '../../../platform/instant.ts';
import { ACTION } from '../actions/action-id.ts';
import { button, confirmation } from './button.ts';
import { chatTime } from './chat-time.ts';
import { header, smallPrint } from './header.ts';
import { bold, line, mention, paragraph, sentence, sentenceText, words } from './rich-text.ts';
import { safeText } from './safe-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';
import { confirmationOf } from './step-confirmations.ts';

const MAX_NAME = 100;
const MINUTE_MS = 60_000;
const MARKS = { open: '⚠', acknowledged: '◐', snoozed: '☾', resolved: '✓' } as const;
const REASONS = {
  'still-open': 'is still not resolved, and nobody has acknowledged it.',
  'snooze-ended': 'is still not resolved. Its snooze has ended.',
  'became-critical': 'has become critical.',
  'acknowledged-long-ago': 'is still not resolved. It was acknowledged more than four hours ago.',
} as const satisfies Record<IncidentReminder['reason'], string>;

/**
 * The card of an incident. It has buttons until the incident is resolved. It mentions people until somebody
 * acknowledges the incident.
 */
export function incidentCard(card: IncidentCard): SlackMessage {
  const { status, detail, remedy, mentions, opened_at, key, occurrence } = card;
  const title = `${MARKS[status.state]} ${card.title}`;
  const state = stateText(card);
  const calls = status.state === 'open' ? mentions.map(personCalled) : [];
  const isResolved = status.state === 'resolved';
  const text = [`${title}.`, state, sentenceText(detail), ...(isResolved ? [] : [sentenceText(remedy)])].join(' ');
  return slackMessage(text, [
    header(title),
    paragraph(line(bold(state))),
    paragraph(sentence(detail), ...(isResolved ? [] : [sentence(remedy)])),
    ...(calls.length === 0 ? [] : [paragraph(line(words('Please look at it: '), ...calls))]),
    ...(isResolved ? [] : [buttons(card)]),
    smallPrint(`opened at ${chatTime(opened_at)}`, ...(occurrence === 1 ? [] : [`occurrence ${occurrence}`]), key),
  ]);
}

/** Reminds people of an incident, in the thread of the incident's card. */
export function incidentReminder(reminder: IncidentReminder): SlackMessage {
  const { title, reason, mentions, opened_at, reminded_at } = reminder;
  const why = ` ${REASONS[reason]} It has been open for ${leagueTimeSpan(opened_at, reminded_at)}.`;
  const calls = mentions.flatMap((name) => [personCalled(name), words(' ')]);
  return slackMessage(`${title}${why}`, [paragraph(line(...calls, bold(title), words(why)))]);
}

function personCalled(name: string) {
  return mention({ name, user_id: name });
}

function stateText({ status, opened_at, age_minutes }: IncidentCard): string {
  switch (status.state) {
    case 'open':
      return age_minutes === 0 ? 'Open.' : `Open for more than ${ageText({ opened_at, age_minutes })}.`;
    case 'acknowledged':
      return `Acknowledged by ${safeText(status.by, MAX_NAME)} at ${chatTime(status.at)}.`;
    case 'snoozed':
      return `Snoozed by ${safeText(status.by, MAX_NAME)} until ${chatTime(status.until)}.`;
    case 'resolved': {
      const lasted = leagueTimeSpan(opened_at, status.at);
      return status.by === null
        ? `Resolved by itself after ${lasted}.`
        : `Resolved by ${safeText(status.by, MAX_NAME)} after ${lasted}.`;
    }
  }
}

function ageText({ opened_at, age_minutes }: Pick<IncidentCard, 'opened_at' | 'age_minutes'>): string {
  return leagueTimeSpan(opened_at, laterBy(opened_at, age_minutes * MINUTE_MS));
}

/** A button that runs one of the incident's own steps. It carries the id of the step; the incident holds the call. */
function stepButton(
  step: IncidentCard['steps'][number],
  { id, index }: { readonly id: string; readonly index: number },
): Button {
  const actionId = `${ACTION.runIncidentStep}-${index}`;
  const confirm = confirmationOf(step.operation);
  const shown = button({ label: step.label, actionId, id: `${id}:${step.id}` });
  return confirm === undefined ? shown : { ...shown, confirm: confirmation(confirm) };
}

function buttons({ key, occurrence, status, steps }: IncidentCard): ActionsBlock {
  const id = `${key}#${occurrence}`;
  const resolve = button({ label: 'Resolve', actionId: ACTION.resolveIncident, id });
  const confirm = confirmation({
    title: 'Resolve the incident?',
    text: 'Do this when the problem is solved. If it is not, the next check opens a new incident.',
    confirm: 'Resolve',
    deny: 'Go back',
  });
  return {
    type: 'actions',
    elements: [
      ...steps.map((step, index) => stepButton(step, { id, index })),
      ...(status.state === 'acknowledged'
        ? []
        : [button({ label: 'Acknowledge', actionId: ACTION.acknowledgeIncident, id, style: 'primary' })]),
      button({ label: 'Snooze…', actionId: ACTION.snoozeIncident, id }),
      { ...resolve, confirm },
    ],
  };
}
