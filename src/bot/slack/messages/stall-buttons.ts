import type { ActionsBlock, Button } from '@slack/types';
import type { StallCard } from '../../../pipeline/batch/batch-announcements.ts';
import { ACTION } from '../actions/action-id.ts';
import { button } from './button.ts';
import { approvalDialog } from './force-complete-dialog.ts';
import { canApprove, isClosed } from './stall-decision.ts';

/** The buttons of a stall: the decisions in the first row, the incident and the details in the second. */
export function stallButtons(card: StallCard): readonly ActionsBlock[] {
  const rows = [decisionButtons(card), [...incidentButtons(card), detailsButton(card)]];
  return rows.filter((row) => row.length > 0).map((elements) => ({ type: 'actions', elements: [...elements] }));
}

function decisionButtons(card: StallCard): readonly Button[] {
  const { batch_id, generation, failure, end, request, state } = card;
  const batch = `${batch_id}#${generation}`;
  if (failure !== null && end === null)
    return [button({ label: 'Try again', actionId: ACTION.retryBatch, id: batch, style: 'primary' })];
  const isDecided = request?.state === 'approved' || request?.state === 'overtaken';
  const canRerun =
    end === null && state === 'open' && card.action === 'alert' && !isDecided && !isClosed(card.incident);
  return [
    ...(canApprove(card) && card.action === 'alert' ? [approveButton(card), ...cancelButton(card)] : []),
    ...(canRerun ? [button({ label: 'Re-run missing', actionId: ACTION.rerunMissing, id: batch })] : []),
  ];
}

function approveButton(card: StallCard): Button {
  const { batch_id, generation, request } = card;
  const pending = request?.state === 'pending' ? request : undefined;
  const label = 'Approve force-complete';
  const plain =
    pending === undefined
      ? button({ label, actionId: ACTION.approveForceComplete, id: `${batch_id}#${generation}`, style: 'primary' })
      : button({ label, actionId: ACTION.approve, id: `${pending.approval_id}:${pending.edition}`, style: 'primary' });
  return { ...plain, confirm: approvalDialog({ ...card, approved_by: pending?.approved_by ?? [] }) };
}

function cancelButton({ request }: StallCard): readonly Button[] {
  if (request?.state !== 'pending') return [];
  return [button({ label: 'Cancel request', actionId: ACTION.cancel, id: request.approval_id })];
}

function incidentButtons({ incident, end }: StallCard): readonly Button[] {
  if (incident === null || end !== null || incident.status.state === 'resolved') return [];
  const id = `${incident.key}#${incident.occurrence}`;
  const isAcknowledged = incident.status.state === 'acknowledged';
  return [
    button({ label: 'Wait 10 min', actionId: ACTION.waitTenMinutes, id }),
    ...(isAcknowledged ? [] : [button({ label: 'Acknowledge', actionId: ACTION.acknowledgeIncident, id })]),
    button({ label: 'Snooze…', actionId: ACTION.snoozeIncident, id }),
  ];
}

function detailsButton({ batch_id }: StallCard): Button {
  return button({ label: 'Details', actionId: ACTION.openPlayers, id: batch_id });
}
