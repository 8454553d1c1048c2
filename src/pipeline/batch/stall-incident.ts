import { peopleToCall } from '../../coordination/identity/people-to-call.ts';
import type { Incident } from '../../coordination/incidents/incident.ts';
import type { IncidentReport } from '../../coordination/incidents/incident-policy.ts';
import type { UnfinishedBatch } from '../documents/batch-document.ts';
import type { NoticedStall, StallDeps } from './read-stall-state.ts';
import { stallIncidentKey } from './shown-stall.ts';
import { STALL_CAUSES } from './stall-causes.ts';

/** The incident of a stall mentions the approvers once more, this many minutes after it opened. */
const REMIND_AFTER_MINUTES = [10];

/** Describes a stall as a report of its incident. The card of the stall shows the incident. */
export function stallReport(
  { roles }: Pick<StallDeps, 'roles'>,
  batch: UnfinishedBatch,
  { stall, facts }: NoticedStall,
): IncidentReport {
  const { batch_id, game_date } = batch;
  return {
    key: stallIncidentKey(batch),
    title: `Slate of ${game_date} has stalled`,
    detail: `${facts.done} of ${facts.expected} players are done. ${STALL_CAUSES[stall.cause]}`,
    remedy: `Publish what is done with \`tipoff batch approve ${batch_id}\`, or predict the missing players again with \`tipoff batch rerun-missing ${batch_id}\`.`,
    mentions: peopleToCall(roles),
    remind_after_minutes: REMIND_AFTER_MINUTES,
  };
}

/** Whether a report has changed what people should know of an incident. Otherwise the incident is not written again. */
export function hasNews(before: Incident | undefined, after: Incident): boolean {
  if (before === undefined || before.state !== after.state || before.occurrence !== after.occurrence) return true;
  return before.detail !== after.detail || before.card_key !== after.card_key;
}
