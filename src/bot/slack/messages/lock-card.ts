import type { RichTextSection } from '@slack/types';
import type { EndReason } from '../../../coordination/deploy-locks/lock.ts';
import type { LockCard, UnresponsiveHolder } from '../../../coordination/deploy-locks/lock-announcements.ts';
import { claimantName } from '../../../operations/deploy/lock-facts.ts';
import { sentenceCase } from '../../../operations/kit/sentence-case.ts';
import { chatTime } from './chat-time.ts';
import { deployLines, deploySummary } from './deploy-lines.ts';
import { header, smallPrint } from './header.ts';
import { holdButtons } from './hold-buttons.ts';
import { agentSession } from './person-of.ts';
import { bold, dataText, line, mention, paragraph, sentenceText, words } from './rich-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';

const ENDINGS = {
  released: 'released',
  expired: 'expired',
  'taken-over': 'taken over',
  'session-ended': 'ended with the session',
  'handed-over': 'handed over',
} as const;

/** Builds the card of one claim of a lock. The card is edited while the claim lasts and when it ends. */
export function lockCard(card: LockCard): SlackMessage {
  const { since, until, token, claimant, ended, ticket } = card;
  const title = titleOf(card);
  const ends = ended === null ? `Until ${chatTime(until)}` : endText(card);
  const override = card.freeze_override === null ? [] : [`During the freeze: ${card.freeze_override}`];
  const deploys = card.deploys.map(({ service, ...deploy }) => sentenceText(deploySummary(service, deploy)));
  const commits = card.deploys.length === 1 ? 'titles' : 'count';
  const text = [title, card.reason, ...override, ends, ...deploys, ...queueTexts(card)].join(' · ');
  return slackMessage(text, [
    header(title),
    paragraph(
      line(dataText(card.reason)),
      ...override.map((each) => line(dataText(each))),
      endLine(card),
      ...card.deploys.flatMap(({ service, ...deploy }) => deployLines({ service, deploy, commits })),
      ...queueTexts(card).map((each) => line(dataText(each))),
    ),
    ...(ended === null ? [holdButtons(ticket)] : []),
    smallPrint(`claimed at ${chatTime(since)}`, `token ${token}`, ...agentSession(claimant)),
  ]);
}

/**
 * Announces that the holder of a lock is unresponsive. This is a separate message, because Slack notifies nobody when a
 * card is edited.
 */
export function unresponsiveHolderMessage(holder: UnresponsiveHolder): SlackMessage {
  const { claimant, suspect_since, until, reason, outcome } = holder;
  const title = unresponsiveTitle(holder);
  const resolution = outcome === null ? '' : resolutionText(holder);
  const cause = `At ${chatTime(suspect_since)} the holder’s session had missed 3 heartbeats, or its token was revoked.`;
  const ends = outcome === null ? ` The claim ends with the session, or at ${chatTime(until)}.` : '';
  const missed = `${cause}${ends} Reason of the claim: ${reason}`;
  const person = { name: claimant.acts_for ?? claimant.name, user_id: claimant.user_id };
  return slackMessage([title, missed, resolution].filter((part) => part !== '').join(' · '), [
    header(title),
    paragraph(line(dataText(missed))),
    outcome === null
      ? paragraph(line(mention(person), words(', is the session still working? Anyone may take over the lock now.')))
      : paragraph(line(bold(resolution))),
    ...(outcome === null ? [holdButtons(holder.ticket)] : []),
    smallPrint(`token ${holder.token}`, ...agentSession(claimant)),
  ]);
}

function unresponsiveTitle({ service, claimant, outcome }: UnresponsiveHolder): string {
  const who = claimantName(claimant);
  if (outcome === null) return `◐ ${service} is held by ${who}, who is unresponsive`;
  return outcome === 'heard-again'
    ? `● ${service} is held by ${who}, who is responsive again`
    : `○ ${service} was held by ${who}, who was unresponsive`;
}

function titleOf({ service, claimant, ended, suspect_since }: LockCard): string {
  const who = claimantName(claimant);
  if (ended !== null) return `○ ${service} was held by ${who}`;
  return suspect_since === null
    ? `● ${service} is held by ${who}`
    : `◐ ${service} is held by ${who}, who is unresponsive`;
}

function endLine(card: LockCard): RichTextSection {
  if (card.ended === null) return line(words('Until '), bold(chatTime(card.until)));
  return line(bold(endText(card)));
}

function endText({ ended }: LockCard): string {
  if (ended === null) return '';
  const by = ended.by === null ? '' : newHolderText(ended.how, claimantName(ended.by));
  const why = ended.reason === null ? '' : `: ${ended.reason}`;
  return `${sentenceCase(ENDINGS[ended.how])}${by} at ${chatTime(ended.at)}${why}`;
}

function newHolderText(how: EndReason, name: string): string {
  if (how === 'handed-over') return ` to ${name}`;
  return how === 'taken-over' ? ` by ${name}` : '';
}

function resolutionText({ outcome, settled_by }: UnresponsiveHolder): string {
  if (outcome === null) return '';
  if (outcome === 'heard-again') return 'The session is responsive again.';
  const name = settled_by === null ? '' : claimantName(settled_by);
  const by = settled_by === null ? '' : newHolderText(outcome, name) || ` by ${name}`;
  return `${sentenceCase(ENDINGS[outcome])}${by}.`;
}

function queueTexts({ queue, offered_until }: LockCard): readonly string[] {
  const [next, ...others] = queue.map(({ claimant }) => claimantName(claimant));
  if (next === undefined) return [];
  if (offered_until === null) return [`Waiting: ${[next, ...others].join(', ')}`];
  const reserved = `Reserved for ${next} until ${chatTime(offered_until)}`;
  return others.length === 0 ? [reserved] : [reserved, `Waiting: ${others.join(', ')}`];
}
