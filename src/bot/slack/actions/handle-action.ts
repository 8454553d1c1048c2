import type { Operation } from '../../../operations/kit/operation.ts';
import { Problem } from '../../../platform/problem.ts';
import type { SlackAnswer } from '../answer.ts';
import { takeOffer } from '../offers/keep-offers.ts';
import { type ActionPayload, personOfAction } from '../payloads.ts';
import { perform } from '../perform.ts';
import type { SlackContext } from '../slack-context.ts';
import { ACTION } from './action-id.ts';
import { openSlateModal, turnPage } from './browse-slate.ts';
import { isLockButton, useLockButton } from './lock-buttons.ts';

/** Does what a button is for. Nothing is kept in this process, so a button of before a restart works; one that no longer can says so. */
export async function handleAction(desk: SlackContext, payload: ActionPayload, answer: SlackAnswer): Promise<void> {
  const [{ action_id, value: id }] = payload.actions;
  if (id === undefined) throw outdated();
  const person = personOfAction(payload);
  const asker = { person, answer, request: payload.trigger_id };
  if (isLockButton(action_id)) return await useLockButton(desk, action_id, { payload, id, asker });
  switch (action_id) {
    case ACTION.approve:
      return await perform(desk, { ...named(desk, 'approval approve'), given: givenOf(id) }, asker);
    case ACTION.cancel:
      return await perform(desk, { ...named(desk, 'approval cancel'), given: { approval_id: id } }, asker);
    case ACTION.endSession:
      return await perform(desk, { ...named(desk, 'session end'), given: { session: id } }, asker);
    case ACTION.openSlate:
      return await openSlateModal(desk, payload, id);
    case ACTION.previousPage:
    case ACTION.nextPage:
      return await turnPage(desk, payload, id);
    default:
      if (!action_id.startsWith(ACTION.acceptOffer)) throw outdated();
  }
  const taken = await takeOffer(desk.app, id, person.id);
  if (taken === undefined) throw usedUp();
  return await perform(desk, { ...named(desk, taken.operation), given: taken.given }, asker);
}

/** The request, and the edition of it that the button stands under; a button of before there were editions has none. */
function givenOf(value: string): Readonly<Record<string, string>> {
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
    'This button belongs to another version of Tipoff and does nothing any more. `/tipoff help` shows what can be asked.';
  return new Problem({ code: 'outdated_button', message });
}

function usedUp(): Problem {
  const message = 'This button was used already, or it was offered to somebody else. Type the command instead.';
  return new Problem({ code: 'used_button', message });
}
