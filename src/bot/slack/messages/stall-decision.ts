import type { KnownBlock } from '@slack/types';
import type { StallCard } from '../../../pipeline/batch/batch-announcements.ts';
import { chatTime } from './chat-time.ts';
import { count } from './figures.ts';
import { publishedText } from './force-complete-dialog.ts';
import { bold, line, mention, paragraph, words } from './rich-text.ts';
import { safeText } from './safe-text.ts';

const MAX_NAME = 100;

/** Whether a force-complete of the batch can still be approved. */
export function canApprove({ end, state, done, request, failure, incident }: StallCard): boolean {
  const isRunning = end === null || (end.how === 'progress' && request?.state === 'pending');
  const isDecided = request?.state === 'approved' || request?.state === 'overtaken';
  return isRunning && !isDecided && state === 'open' && done > 0 && failure === null && !isClosed(incident);
}

/** Whether a person has resolved the incident of the stall. If the stall continues, it then gets a new message. */
export function isClosed(incident: StallCard['incident']): boolean {
  return incident?.status.state === 'resolved' && incident.status.by !== null;
}

/** The lines about the decision: what an approval publishes, who must act, and who has acted. */
export function stallDecision(card: StallCard): readonly KnownBlock[] {
  const { incident, approvers } = card;
  const isOpen = incident?.status.state === 'open';
  const calls = isOpen ? incident.mentions.map((name) => mention({ name, user_id: name })) : [];
  const lines = [
    ...(canApprove(card) ? [line(bold('If you approve: '), words(publishedText(card)))] : []),
    ...whoMustApprove(card).map((text) => line(words(text))),
    ...(calls.length === 0 || card.end !== null
      ? []
      : [line(words(canApprove(card) ? 'Please decide: ' : 'Please look at it: '), ...spaced(calls))]),
    ...(canApprove(card) && approvers === null ? [line(words('Everybody in this channel can approve.'))] : []),
    ...incidentTexts(card).map((text) => line(bold(text))),
  ];
  return lines.length === 0 ? [] : [paragraph(...lines)];
}

function spaced(calls: readonly ReturnType<typeof mention>[]) {
  return calls.flatMap((call, index) => (index === 0 ? [call] : [words(' '), call]));
}

export function stallDecisionText(card: StallCard): string {
  const published = canApprove(card) ? [publishedText(card)] : [];
  return [...published, ...whoMustApprove(card), ...incidentTexts(card)].join(' ');
}

function whoMustApprove(card: StallCard): readonly string[] {
  const { request } = card;
  const who = safeText(request?.decided_by ?? 'somebody', MAX_NAME);
  switch (request?.state) {
    case undefined:
    case 'expired':
      return canApprove(card) ? [approvalsText(card)] : [];
    case 'pending':
      return [`${safeText(request.requested_by, MAX_NAME)} requested the force-complete. ${approvalsText(card)}`];
    case 'approved':
      return [`${who} approved the force-complete.`];
    case 'cancelled':
      return [`${who} cancelled the force-complete request.`, ...(canApprove(card) ? [approvalsText(card)] : [])];
    case 'overtaken':
      return ['The batch ended before anyone decided.'];
  }
}

function approvalsText({ needed, request }: StallCard): string {
  const approved = request?.approved_by ?? [];
  const lapsed = request?.lapsed_for ?? [];
  const people =
    needed === 1
      ? 'One person must approve.'
      : `${count(needed)} people must approve, because fewer than 90 % of the players are done.`;
  const soFar = approved.length === 0 ? '' : ` Approved so far by ${safeText(approved.join(', '), MAX_NAME)}.`;
  const void_ =
    lapsed.length === 0
      ? ''
      : ` The approval of ${safeText(lapsed.join(', '), MAX_NAME)} no longer counts, because finished players were requested again.`;
  return `${people}${soFar}${void_}`;
}

function incidentTexts({ incident, end }: StallCard): readonly string[] {
  const status = incident?.status;
  if (end !== null) return [];
  switch (status?.state) {
    case undefined:
    case 'open':
      return [];
    case 'acknowledged':
      return [`Acknowledged by ${safeText(status.by, MAX_NAME)} at ${chatTime(status.at)}.`];
    case 'snoozed':
      return [`${safeText(status.by, MAX_NAME)} waits until ${chatTime(status.until)}. No reminders come before that.`];
    case 'resolved':
      return status.by === null ? [] : [`Resolved by ${safeText(status.by, MAX_NAME)} at ${chatTime(status.at)}.`];
  }
}
