import type { ActionsBlock, KnownBlock, RichTextSection } from '@slack/types';
import type { Claimant } from '../../../coordination/deploy-locks/lock.ts';
import type { MovedThing, ProvedClaim, Verdict } from '../../../coordination/handoffs/handoff.ts';
import { type HandoffAccepted, type HandoffCard, provedClaims } from '../../../coordination/handoffs/handoff-card.ts';
import { claimantName } from '../../../operations/deploy/lock-facts.ts';
import { addresseeName, movedName, verdictsText } from '../../../operations/handoff/handoff-text.ts';
import { sentenceCase } from '../../../operations/kit/sentence-case.ts';
import { holdingName } from '../../../operations/session/holdings-text.ts';
import { ACTION } from '../actions/action-id.ts';
import { button, confirmation } from './button.ts';
import { chatTime } from './chat-time.ts';
import { header, smallPrint } from './header.ts';
import { bold, bullets, code, dataText, line, mention, paragraph, words } from './rich-text.ts';
import { safeText } from './safe-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';

const MARKS = { true: '✓', false: '✕', unknown: '?' } as const satisfies Record<Verdict, string>;
const SHOWN = 10;
const MAX_SUMMARY = 1_000;

type Shown = Omit<HandoffCard, 'type'>;

/**
 * Builds the card of a handoff: the state of the work, each claim with its verdict, what is open, and what is held. The
 * card has its button only while the handoff is pending.
 */
export function handoffCard(card: HandoffCard): SlackMessage {
  const title = titleOf(card);
  const proved = provedClaims(card);
  const status = statusText(card);
  const fallback = [title, status, card.summary, ...proved.map(claimText), ...heldTexts(card)];
  return slackMessage(fallback.join(' · '), [
    header(title),
    paragraph(line(dataText(status))),
    paragraph(line(words(safeText(card.summary, MAX_SUMMARY)))),
    ...part(`Done: ${verdictsText(proved)}`, proved.map(claimLine)),
    ...part(
      'Open',
      card.open.map((text) => line(dataText(text))),
    ),
    ...part(
      'Ruled out',
      card.ruled_out.map((text) => line(dataText(text))),
    ),
    ...(card.next_command === null ? [] : [paragraph(line(bold('Next: '), code(card.next_command)))]),
    ...part(
      heldTitle(card),
      heldTexts(card).map((text) => line(dataText(text))),
    ),
    ...acceptButton(card),
    smallPrint(`offered at ${chatTime(card.offered_at)}`, ...offeredFor(card), card.handoff_id),
  ]);
}

/** Tells the people behind a handoff who accepted it. This is a separate message, because Slack notifies nobody of an edit. */
export function handoffAccepted(notice: HandoffAccepted): SlackMessage {
  const { from, accepted } = notice;
  const by = accepted === null ? 'Somebody' : claimantName(accepted.by);
  const text = `${by} accepted the handoff of ${claimantName(from)}. ${verdictsText(provedClaims(notice))}.`;
  return slackMessage(text, [paragraph(line(personBehind(from), words(': '), dataText(text)))]);
}

function titleOf({ state, from }: Shown): string {
  const marks = { pending: '⇄', accepted: '✓', withdrawn: '✕', expired: '○' } as const;
  return `${marks[state]} Handoff from ${claimantName(from)}`;
}

function statusText({ state, addressed_to, expires_at, accepted, withdrawn_by }: Shown): string {
  switch (state) {
    case 'pending':
      return `For ${addresseeName(addressed_to)}, until ${chatTime(expires_at)}.`;
    case 'withdrawn':
      return `Withdrawn${withdrawn_by === null ? '' : ` by ${claimantName(withdrawn_by)}`}.`;
    case 'expired':
      return `Expired at ${chatTime(expires_at)}: nobody accepted it.`;
    case 'accepted':
      return accepted === null
        ? 'Accepted.'
        : `Accepted by ${claimantName(accepted.by)} (${accepted.by.session}) at ${chatTime(accepted.at)}. The claims were checked again.`;
  }
}

function claimLine({ claim, proof, verdict, compared }: ProvedClaim): RichTextSection {
  return line(
    bold(`${MARKS[verdict]} ${verdict} `),
    dataText(claim),
    words(' '),
    code(proof),
    words(' '),
    dataText(compared),
  );
}

function claimText({ claim, verdict }: ProvedClaim): string {
  return `${MARKS[verdict]} ${claim}`;
}

function heldTitle({ state }: Shown): string {
  return state === 'accepted' ? 'Moved' : 'Held at the offer';
}

function heldTexts({ holds, accepted }: Shown): readonly string[] {
  if (accepted !== null) return accepted.moved.map((thing: MovedThing) => sentenceCase(movedName(thing)));
  return holds.map(
    ({ until, ...holding }) =>
      `${sentenceCase(holdingName(holding))}${until === null ? '' : ` until ${chatTime(until)}`}`,
  );
}

/** Builds a heading with a list below it. An empty list has no heading. */
function part(title: string, items: readonly RichTextSection[]): readonly KnownBlock[] {
  if (items.length === 0) return [];
  const more = items.length - SHOWN;
  const shown = [...items.slice(0, SHOWN), ...(more > 0 ? [line(words(`and ${more} more`))] : [])];
  return [paragraph(line(bold(title))), bullets(...shown)];
}

function offeredFor({ from, offered_by }: Shown): readonly string[] {
  return offered_by.session === from.session ? [from.session] : [from.session, `by ${claimantName(offered_by)}`];
}

function acceptButton({ state, handoff_id, from }: Shown): readonly ActionsBlock[] {
  if (state !== 'pending') return [];
  const accept = button({ label: 'Accept', actionId: ACTION.acceptHandoff, id: handoff_id, style: 'primary' });
  const confirm = confirmation({
    title: 'Accept this handoff?',
    text: `Everything that ${claimantName(from)} holds moves to you: locks, queue places, requests and batches.`,
    confirm: 'Accept',
    deny: 'Go back',
  });
  return [{ type: 'actions', elements: [{ ...accept, confirm }] }];
}

function personBehind({ name, user_id, acts_for }: Claimant) {
  return mention({ name: acts_for ?? name, user_id: acts_for ?? user_id });
}
