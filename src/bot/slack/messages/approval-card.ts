import type { ActionsBlock, KnownBlock } from '@slack/types';
import { countedText } from '../../../operations/kit/count-text.ts';
import type { ApprovalCard } from '../../../pipeline/batch/batch-announcements.ts';
import { ACTION } from '../actions/action-id.ts';
import { button } from './button.ts';
import { chatTime } from './chat-time.ts';
import { count } from './figures.ts';
import { approvalDialog } from './force-complete-dialog.ts';
import { header, smallPrint } from './header.ts';
import { bold, line, paragraph, sentence, sentenceText, words } from './rich-text.ts';
import { safeText } from './safe-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';
import { unpredictedPlayers } from './unpredicted-players.ts';

const MAX_NAME = 100;
const NOT_PUBLISHED = 'Nothing is published yet, because:';
const EXPIRED = 'This request expired. Run `/batch force-complete` to request it again.';

/** The card of a request to end a batch without its missing players. It has buttons only while the request is pending. */
export function approvalCard(card: ApprovalCard): SlackMessage {
  const title = `Force-complete the slate of ${card.game_date}?`;
  const progress = `${count(card.done)} of ${countedText(card.expected, 'player')} done`;
  return slackMessage(`${title} ${progress}, ${count(card.missing_total)} missing. ${decisionText(card)}`, [
    header(title),
    paragraph(line(bold(progress), words(`, ${count(card.missing_total)} missing.`))),
    ...unpredictedPlayers(card.missing, card.missing_total),
    ...decision(card),
    smallPrint(`requested by ${card.requested_by} at ${chatTime(card.requested_at)}`, ...limits(card), card.batch_id),
  ]);
}

/** Returns the text about the approvers and the deadline of a pending request for approval. */
function limits({ state, allowed, expires_at }: ApprovalCard): readonly string[] {
  if (state !== 'pending') return [];
  return [
    ...(allowed === null ? [] : [`approvers: ${allowed.join(', ')}`]),
    ...(expires_at === null ? [] : [`expires at ${chatTime(expires_at)}`]),
  ];
}

function decisionText(card: ApprovalCard): string {
  const { state, decided_by, outcome, failure } = card;
  const who = safeText(decided_by ?? 'somebody', MAX_NAME);
  const notPublished = failure === null ? '' : ` ${NOT_PUBLISHED} ${sentenceText(failure)}`;
  const result = outcome === null ? notPublished : ` ${outcome}`;
  switch (state) {
    case 'pending':
      return approvalsNeeded(card);
    case 'approved':
      return `Approved by ${who}.${result}`;
    case 'cancelled':
      return `Cancelled by ${who}.${result}`;
    case 'overtaken':
      return `The batch ended before anyone decided.${result}`;
    case 'expired':
      return sentenceText(EXPIRED);
  }
}

function decision(card: ApprovalCard): readonly KnownBlock[] {
  if (card.state === 'pending') return [...approvalsSoFar(card), buttons(card)];
  const who = card.decided_by === null ? [] : [words(' by '), bold(card.decided_by)];
  const verdict = {
    approved: [words('✓ Approved'), ...who, words('.')],
    cancelled: [words('✕ Cancelled'), ...who, words('.')],
    overtaken: [words('The batch ended before anyone decided.')],
    expired: spansOf(EXPIRED),
  }[card.state];
  return [paragraph(line(...verdict), ...resultLines(card)), ...retryButton(card)];
}

/** The approvals so far are shown only if more than one person has to approve. */
function approvalsSoFar(card: ApprovalCard): readonly KnownBlock[] {
  return card.needed === 1 ? [] : [paragraph(line(words(approvalsNeeded(card))))];
}

function approvalsNeeded({ needed, approved_by, lapsed_for }: ApprovalCard): string {
  if (needed === 1) return 'One person must approve this request.';
  const approved = approved_by.length === 0 ? '' : ` Approved so far by ${safeText(approved_by.join(', '), MAX_NAME)}.`;
  const lapsed =
    lapsed_for.length === 0
      ? ''
      : ` The approval of ${safeText(lapsed_for.join(', '), MAX_NAME)} no longer counts, because finished players were requested again.`;
  return `${count(needed)} people must approve this request.${approved}${lapsed}`;
}

function resultLines({ outcome, failure }: ApprovalCard) {
  if (outcome !== null) return [line(words('Result: '), ...spansOf(outcome))];
  return failure === null ? [] : [line(words(`${NOT_PUBLISHED} `), ...spansOf(failure))];
}

/** An approved batch that could not be published can be tried again. */
function retryButton({ failure, outcome, batch_id, generation }: ApprovalCard): readonly ActionsBlock[] {
  if (failure === null || outcome !== null) return [];
  const id = `${batch_id}#${generation}`;
  const again = button({ label: 'Try again', actionId: ACTION.retryBatch, id, style: 'primary' });
  return [{ type: 'actions', elements: [again] }];
}

function spansOf(message: string) {
  return sentence(message).elements.filter((element) => element.type === 'text');
}

function buttons(card: ApprovalCard): ActionsBlock {
  const { approval_id, edition } = card;
  const id = `${approval_id}:${edition}`;
  const approve = button({ label: 'Approve', actionId: ACTION.approve, id, style: 'primary' });
  return {
    type: 'actions',
    elements: [
      { ...approve, confirm: approvalDialog(card) },
      button({ label: 'Cancel', actionId: ACTION.cancel, id: approval_id }),
    ],
  };
}
