import { currentLocks } from '../../../coordination/deploy-locks/load-locks.ts';
import { GLOBAL } from '../../../coordination/deploy-locks/lock.ts';
import { lockRef } from '../../../coordination/deploy-locks/lock-storage.ts';
import { findTicket, type Ticket } from '../../../coordination/deploy-locks/ticket.ts';
import { holdSentence, lockName } from '../../../operations/deploy/lock-text.ts';
import { runningDeploysText } from '../../../operations/deploy/running-deploys-text.ts';
import { operationNamed } from '../../../operations/kit/operation-named.ts';
import { instantFromDate } from '../../../platform/instant.ts';
import { Problem } from '../../../platform/problem.ts';
import { LOCK_MODAL, LockForm, LockPosition, lockModal } from '../messages/lock-modal.ts';
import type { ActionPayload, ViewPayload } from '../payloads.ts';
import { runSlackOperation, type SlackCaller } from '../run-slack-operation.ts';
import type { SlackContext } from '../slack-context.ts';
import { ACTION } from './action-id.ts';

const EXTEND_FOR = '30m';
const MINUTE_MS = 60_000;

interface LockButtonClick {
  readonly payload: ActionPayload;
  /** The value of a button on a lock's card: an id that refers to one claim or one reservation of the lock. */
  readonly id: string;
  readonly caller: SlackCaller;
}

/**
 * Handles a click on a button of a lock's card. The button belongs to one claim of the lock, so the click cannot affect
 * a later claim.
 */
export async function useLockButton(
  context: SlackContext,
  actionId: string,
  { payload, id, caller }: LockButtonClick,
): Promise<void> {
  const { service, token } = await ticketOf(context, id);
  const run = (verb: string, given: object) =>
    runSlackOperation(
      context,
      { operation: operationNamed(context.operations, `deploy ${verb}`), given: { service, ...given } },
      caller,
    );
  switch (actionId) {
    case ACTION.extendLock:
      return await run('extend', { for: EXTEND_FOR, token });
    case ACTION.releaseLock:
      return await run('release', { token });
    case ACTION.claimReserved:
      return await run('claim', await queuedClaim(context, service, `slack:${caller.person.id}`));
    case ACTION.passReserved:
      return await run('leave', {});
    case ACTION.takeOverLock:
      return await openModal(context, { kind: 'takeOver', service, ticket: id, payload });
    case ACTION.queueForLock:
      return await openModal(context, { kind: 'queue', service, ticket: id, payload });
    default:
      throw new Error(`${actionId} is not a button on the card of a lock`);
  }
}

/** Takes over a lock or joins its queue, after a person has submitted the modal for it. */
export async function submitLockModal(
  context: SlackContext,
  { view }: ViewPayload,
  caller: SlackCaller,
): Promise<void> {
  const { ticket } = LockPosition.parse(JSON.parse(view.private_metadata));
  const { service, token } = await ticketOf(context, ticket);
  const form = LockForm.parse(view.state.values);
  const given = { service, reason: form.reason.reason.value ?? '', for: form.for.for.value ?? EXTEND_FOR };
  const isTakeOver = view.callback_id === LOCK_MODAL.takeOver;
  const operation = operationNamed(context.operations, isTakeOver ? 'deploy take-over' : 'deploy join');
  await runSlackOperation(context, { operation, given: isTakeOver ? { ...given, confirm: token } : given }, caller);
}

export function isLockButton(actionId: string): boolean {
  const { extendLock, releaseLock, takeOverLock, queueForLock, claimReserved, passReserved } = ACTION;
  const all: readonly string[] = [extendLock, releaseLock, takeOverLock, queueForLock, claimReserved, passReserved];
  return all.includes(actionId);
}

async function openModal(
  context: SlackContext,
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
      ? `${await heldText(context, service)}You are about to take over ${lockName(service)}. Its holder gets a notice with your reason and must stop everything that runs under the claim.`
      : `You are about to join the queue for ${lockName(service)}. You get a notice when it is your turn, and then have five minutes to claim it.`;
  const now = instantFromDate(new Date(context.clock.wall()));
  const view = lockModal(kind, { position: { ticket, response_url }, explanation, now });
  await context.client.views.open({ trigger_id, view });
}

/** Names the holder of a lock and what is being deployed under it, with a space at the end. Empty if the lock is free. */
async function heldText({ app }: SlackContext, service: string): Promise<string> {
  const locks = (await currentLocks(app)).flatMap((view) => (view.type === 'readable' ? [view.lock] : []));
  const hold = locks.find((lock) => lock.service === service)?.hold ?? null;
  if (hold === null) return '';
  const running = locks
    .filter((lock) => service === GLOBAL || lock.service === service)
    .flatMap(({ service: deployed, deploy }) =>
      deploy?.state === 'running' ? [{ ...deploy, service: deployed }] : [],
    );
  const now = await app.store.now();
  return `${holdSentence(service, hold, now)}${runningDeploysText(running, now)} `;
}

/** Returns the reason and duration that a person gave when they joined the queue of a lock. */
async function queuedClaim({ app }: SlackContext, service: string, session: string): Promise<object> {
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

function notYourTurn(service: string): Problem {
  const message = `This reservation has ended, or it is for somebody else. \`tipoff deploy status ${service}\` shows whose turn it is.`;
  return new Problem({ code: 'not_your_turn', message });
}

function unknownTicket(): Problem {
  const message =
    'The claim or reservation of this button ended long ago. `tipoff deploy status` shows the current locks.';
  return new Problem({ code: 'outdated_button', message });
}
