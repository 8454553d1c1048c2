import { type ClockAlert, clockAheadMessage } from '../../../coordination/clock/clock-alert.ts';
import { header } from './header.ts';
import { paragraph, sentence } from './rich-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';

/** Announces that the store's clock is ahead of the real time, or that the store's clock is right again. */
export function clockAlert(alert: ClockAlert): SlackMessage {
  const [title, text] =
    alert.state === 'ahead'
      ? ["⚠ The store's clock is ahead", clockAheadMessage(alert)]
      : ["✓ The store's clock is right again", 'Locks, sessions, approvals and tokens expire as usual.'];
  return slackMessage(`${title}: ${text}`, [header(title), paragraph(sentence(text))]);
}
