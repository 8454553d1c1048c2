import { lockRef } from '../../../coordination/deploy-locks/lock-storage.ts';
import { findTicket, type Ticket } from '../../../coordination/deploy-locks/ticket.ts';
import { lockName } from '../../../operations/deploy/lock-sentences.ts';
import type { Operation } from '../../../operations/kit/operation.ts';
import { Problem } from '../../../platform/problem.ts';
import { LOCK_MODAL, LockForm, LockPosition, lockModal } from '../messages/lock-modal.ts';
import type { ActionPayload, ViewPayload } from '../payloads.ts';
import { perform, type SlackCaller } from '../perform.ts';
import type { SlackContext } from '../slack-context.ts';
import { ACTION } from './action-id.ts';

const EXTEND_FOR = '30m';
const MINUTE_MS = 60_000;

interface Click {
  readonly payload: ActionPayload;
  /** What the button carried. */
  readonly id: string;
  readonly asker: SlackCaller;
}

/** Does what a button of a lock is for. The button knows a ticket, and the ticket the claim it was made for, so it acts on no later one. */
export async function useLockButton(
  desk: SlackContext,
  actionId: string,
  { payload, id, asker }: Click,
): Promise<void> {
  const { service, token } = await ticketOf(desk, id);
  const run = (verb: string, given: object) =>
    perform(desk, { operation: named(desk, `deploy ${verb}`), given: { service, ...given } }, asker);
  switch (actionId) {
    case ACTION.extendLock:
      return await run('extend', { for: EXTEND_FOR, token });
    case ACTION.releaseLock:
      return await run('release', { token });
    case ACTION.claimOffered:
      return await run('claim', await wantedBy(desk, service, `slack:${asker.person.id}`));
    case ACTION.passOffered:
      return await run('leave', {});
    case ACTION.takeOverLock:
      return await openModal(desk, { kind: 'takeOver', service, ticket: id, payload });
    case ACTION.queueForLock:
      return await openModal(desk, { kind: 'queue', service, ticket: id, payload });
    default:
      throw new Error(`${actionId} is no button of a lock`);
  }
}

/** Does what a submitted modal asks for. */
export async function submitLockModal(desk: SlackContext, { view }: ViewPayload, asker: SlackCaller): Promise<void> {
  const { ticket } = LockPosition.parse(JSON.parse(view.private_metadata));
  const { service, token } = await ticketOf(desk, ticket);
  const form = LockForm.parse(view.state.values);
  const given = { service, reason: form.reason.reason.value ?? '', for: form.for.for.value ?? EXTEND_FOR };
  const isTakeOver = view.callback_id === LOCK_MODAL.takeOver;
  const operation = named(desk, isTakeOver ? 'deploy take-over' : 'deploy join');
  await perform(desk, { operation, given: isTakeOver ? { ...given, confirm: token } : given }, asker);
}

export function isLockButton(actionId: string): boolean {
  const { extendLock, releaseLock, takeOverLock, queueForLock, claimOffered, passOffered } = ACTION;
  const all: readonly string[] = [extendLock, releaseLock, takeOverLock, queueForLock, claimOffered, passOffered];
  return all.includes(actionId);
}

async function openModal(
  desk: SlackContext,
  {
    kind,
    service,
    ticket,
    payload,
  }: { kind: 'takeOver' | 'queue'; service: string; ticket: string; payload: ActionPayload },
): Promise<void> {
  const { trigger_id, response_url = '' } = payload;
  const explanation =
    kind === 'takeOver'
      ? `You take over ${lockName(service)}. Whoever holds it is told with your reason, and nothing that runs under that claim may go on.`
      : `You queue up for ${lockName(service)}. When it is your turn you are told, and have five minutes to claim it.`;
  const view = lockModal(kind, { position: { ticket, response_url }, explanation });
  await desk.answers.views.open({ trigger_id, view });
}

/** What the person wanted it for, as told when queueing up. */
async function wantedBy({ app }: SlackContext, service: string, session: string): Promise<object> {
  const lock = (await app.store.get(lockRef(service)))?.data;
  const waiting = lock?.queue.find(({ claimant }) => claimant.session === session);
  if (waiting === undefined) throw notYourTurn(service);
  return { reason: waiting.reason, for: `${Math.ceil(waiting.for_ms / MINUTE_MS)}m` };
}

async function ticketOf({ app }: SlackContext, id: string): Promise<Ticket> {
  const found = await findTicket(app, id);
  if (found === undefined) throw unknownTicket();
  return found;
}

function named({ operations }: SlackContext, name: string): Operation {
  const operation = operations.find((each) => each.name === name);
  if (operation === undefined) throw new Error(`There is no operation ${name}`);
  return operation;
}

function notYourTurn(service: string): Problem {
  const message = `This offer is over, or was made to somebody else. \`tipoff deploy status ${service}\` shows whose turn it is.`;
  return new Problem({ code: 'not_your_turn', message });
}

function unknownTicket(): Problem {
  const message =
    'The claim or offer that this button belongs to is long over. `tipoff deploy status` shows the locks as they are.';
  return new Problem({ code: 'outdated_button', message });
}
