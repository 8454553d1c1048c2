import type { Operation } from '../../../operations/kit/operation.ts';
import { Problem } from '../../../platform/problem.ts';
import { type ActionPayload, personOfAction } from '../payloads.ts';
import type { SlackRespond } from '../respond.ts';
import { runSlackOperation, type SlackCaller } from '../run-slack-operation.ts';
import type { SlackContext } from '../slack-context.ts';
import { findStoredStep, takeStoredStep } from '../step-buttons/store-steps.ts';
import { ACTION } from './action-id.ts';
import { batchButton } from './batch-buttons.ts';
import { openPlayersModal, turnPlayersPage } from './browse-players.ts';
import { changeSlateView, openSlateModal, turnPage } from './browse-slate.ts';
import { deployButton } from './deploy-buttons.ts';
import { incidentButton } from './incident-buttons.ts';
import { incidentStepCall, isIncidentStep } from './incident-steps.ts';
import { isLockButton, useLockButton } from './lock-buttons.ts';

/**
 * Handles a click on a button. The state of the button is in the store, so the button also works after a restart. A
 * click on an outdated button gets an explanation.
 */
export async function handleAction(
  context: SlackContext,
  payload: ActionPayload,
  respond: SlackRespond,
): Promise<void> {
  const [{ action_id, value: id }] = payload.actions;
  if (id === undefined) throw outdated();
  const person = personOfAction(payload);
  const { trigger_id, response_url } = payload;
  const trigger = response_url === undefined ? undefined : { trigger_id, response_url };
  const caller = { person, respond, request: trigger_id, trigger };
  if (isLockButton(action_id)) return await useLockButton(context, action_id, { payload, id, caller });
  const call = isIncidentStep(action_id)
    ? await incidentStepCall(context.app, id)
    : (incidentButton(action_id, id) ?? batchButton(action_id, id) ?? deployButton(action_id, id));
  if (call !== undefined)
    return await runSlackOperation(context, { ...named(context, call.operation), given: call.given }, caller);
  switch (action_id) {
    case ACTION.approve:
      return await runSlackOperation(
        context,
        { ...named(context, 'approval approve'), given: approvalInput(id) },
        caller,
      );
    case ACTION.cancel:
      return await runSlackOperation(
        context,
        { ...named(context, 'approval cancel'), given: { approval_id: id } },
        caller,
      );
    case ACTION.endSession:
      return await runSlackOperation(context, { ...named(context, 'session end'), given: { session: id } }, caller);
    case ACTION.acceptHandoff:
      return await runSlackOperation(context, { ...named(context, 'handoff accept'), given: { id } }, caller);
    case ACTION.confirmToken:
      return await runSlackOperation(context, { ...named(context, 'token confirm'), given: { token_id: id } }, caller);
    case ACTION.declineToken:
      return await runSlackOperation(context, { ...named(context, 'token decline'), given: { token_id: id } }, caller);
    case ACTION.openSlate:
      return await openSlateModal(context, payload, id);
    case ACTION.previousPage:
    case ACTION.nextPage:
      return await turnPage(context, payload, id);
    case ACTION.compareModels:
      return await changeSlateView(context, payload, { page: id, shows: 'models' });
    case ACTION.showPicks:
      return await changeSlateView(context, payload, { page: id, shows: 'projections' });
    case ACTION.openPlayers:
      return await openPlayersModal(context, payload, id);
    case ACTION.previousPlayers:
    case ACTION.nextPlayers:
      return await turnPlayersPage(context, payload, id);
    default:
      if (!action_id.startsWith(ACTION.runStoredStep)) throw outdated();
  }
  await useStoredStep(context, id, caller);
}

/** Runs the call of a stored button once. A call with missing arguments opens its form, and the button stays. */
async function useStoredStep(context: SlackContext, id: string, caller: SlackCaller): Promise<void> {
  const { person } = caller;
  const found = await findStoredStep(context.app, id, person.id);
  if (found === undefined) throw usedUp();
  const { operation } = named(context, found.operation);
  const isComplete = operation.input.safeParse(found.given).success;
  const step = isComplete ? await takeStoredStep(context.app, id, person.id) : found;
  if (step === undefined) throw usedUp();
  await runSlackOperation(context, { operation, given: step.given }, caller);
}

/** Reads the id and the revision of an approval from the value of a button. Buttons of old cards carry no revision. */
function approvalInput(value: string): Readonly<Record<string, string>> {
  const [approval_id = '', edition] = value.split(':');
  return { approval_id, ...(edition === undefined ? {} : { edition }) };
}

function named({ operations }: SlackContext, name: string): { readonly operation: Operation } {
  const operation = operations.find((each) => each.name === name);
  if (operation === undefined) throw outdated();
  return { operation };
}

function outdated(): Problem {
  const message =
    'This button is from an older version of Tipoff and no longer works. `/tipoff help` lists the commands.';
  return new Problem({ code: 'outdated_button', message });
}

function usedUp(): Problem {
  const message = 'This button was already used, or it belongs to somebody else. Type the command instead.';
  return new Problem({ code: 'used_button', message });
}
