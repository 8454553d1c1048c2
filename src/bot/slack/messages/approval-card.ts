import type { ActionsBlock, KnownBlock } from '@slack/types';
import { leagueTime } from '../../../operations/kit/league-clock.ts';
import type { ApprovalCard } from '../../../pipeline/batch/batch-announcements.ts';
import { ACTION } from '../actions/action-id.ts';
import { button } from './button.ts';
import { count, counted } from './figures.ts';
import { header, smallPrint } from './header.ts';
import { type Rendered, rendered } from './rendered.ts';
import { bold, line, paragraph, sentence, words } from './rich-text.ts';
import { safeText } from './safe-text.ts';
import { unpredictedPlayers } from './unpredicted-players.ts';

const MAX_NAME = 100;
const EXPIRED = 'Nobody decided in time. Who still wants it asks again.';

/** A request to end a batch without the players who are missing. Buttons are there while it can be decided, and only then. */
export function approvalCard(card: ApprovalCard): Rendered {
  const title = `End the slate of ${card.game_date} as it is?`;
  const progress = `${count(card.done)} of ${counted(card.expected, 'player')} done`;
  return rendered(`${title} ${progress}, ${count(card.missing_total)} missing. ${decisionText(card)}`, [
    header(title),
    paragraph(line(bold(progress), words(`, ${count(card.missing_total)} missing.`))),
    ...unpredictedPlayers(card.missing, card.missing_total),
    ...decision(card),
    smallPrint(
      `asked for by ${card.requested_by} at ${leagueTime(card.requested_at, card.requested_at)}`,
      ...limits(card),
      card.batch_id,
    ),
  ]);
}

/** Who may decide, and until when, while somebody can. */
function limits({ state, allowed, requested_at, expires_at }: ApprovalCard): readonly string[] {
  if (state !== 'pending') return [];
  return [
    ...(allowed === null ? [] : [`for ${allowed.join(', ')}`]),
    ...(expires_at === null ? [] : [`until ${leagueTime(expires_at, requested_at)}`]),
  ];
}

function decisionText(card: ApprovalCard): string {
  const { state, decided_by, outcome } = card;
  const who = safeText(decided_by ?? 'somebody', MAX_NAME);
  const result = outcome === null ? '' : ` ${outcome}`;
  switch (state) {
    case 'pending':
      return wanted(card);
    case 'approved':
      return `Approved by ${who}.${result}`;
    case 'cancelled':
      return `Cancelled by ${who}.${result}`;
    case 'overtaken':
      return `The batch ended before anybody decided.${result}`;
    case 'expired':
      return EXPIRED;
  }
}

function decision(card: ApprovalCard): readonly KnownBlock[] {
  if (card.state === 'pending') return [...approvalsSoFar(card), buttons(card)];
  const who = card.decided_by === null ? [] : [words(' by '), bold(card.decided_by)];
  const verdict = {
    approved: [words('✓ Approved'), ...who, words('.')],
    cancelled: [words('✕ Cancelled'), ...who, words('.')],
    overtaken: [words('The batch ended before anybody decided.')],
    expired: [words(EXPIRED)],
  }[card.state];
  return [paragraph(line(...verdict), ...(card.outcome === null ? [] : [resultLine(card.outcome)]))];
}

/** Said only where one person is not enough. */
function approvalsSoFar(card: ApprovalCard): readonly KnownBlock[] {
  return card.needed === 1 ? [] : [paragraph(line(words(wanted(card))))];
}

function wanted({ needed, approved_by, lapsed_for }: ApprovalCard): string {
  if (needed === 1) return 'A person has to approve it.';
  const said = approved_by.length === 0 ? '' : ` Approved so far by ${safeText(approved_by.join(', '), MAX_NAME)}.`;
  const lapsed =
    lapsed_for.length === 0
      ? ''
      : ` The yes of ${safeText(lapsed_for.join(', '), MAX_NAME)} lapsed, because players who were done were asked again.`;
  return `${count(needed)} different people have to approve it.${said}${lapsed}`;
}

function resultLine(outcome: string) {
  return line(words('Result: '), ...sentence(outcome).elements.filter((element) => element.type === 'text'));
}

function buttons({ approval_id, edition, ...card }: ApprovalCard): ActionsBlock {
  const { title, consequence, label } = consent(card);
  return {
    type: 'actions',
    elements: [
      {
        ...button({ label: 'Approve', actionId: ACTION.approve, id: `${approval_id}:${edition}`, style: 'primary' }),
        confirm: {
          title: { type: 'plain_text', text: title, emoji: false },
          text: { type: 'plain_text', text: consequence, emoji: false },
          confirm: { type: 'plain_text', text: label, emoji: false },
          deny: { type: 'plain_text', text: 'Wait', emoji: false },
        },
      },
      button({ label: 'Cancel', actionId: ACTION.cancel, id: approval_id }),
    ],
  };
}

/** What the next yes does. */
function consent({
  done,
  expected,
  missing_total,
  needed,
  approved_by,
}: Omit<ApprovalCard, 'approval_id' | 'edition'>) {
  const published = `${count(done)} of ${counted(expected, 'player')} will be published, and the slate called partial. ${counted(missing_total, 'player')} will have no prediction.`;
  const others = needed - approved_by.length - 1;
  if (others <= 0) return { title: 'End the batch now?', consequence: published, label: 'End it' };
  const wait = others === 1 ? 'One other person has' : `${count(others)} other people have`;
  const consequence = `Your yes alone ends nothing: ${wait} to approve it, too. Then ${published}`;
  return { title: 'Approve ending the batch?', consequence, label: 'Approve' };
}
