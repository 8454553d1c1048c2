import * as z from 'zod';
import { durationMs } from '../../../operations/kit/input/duration-text.ts';
import { isStoreUnavailable } from '../../../operations/kit/is-store-unavailable.ts';
import type { Outcome } from '../../../operations/kit/operation.ts';
import type { DeployRunContext } from './deploy-run-context.ts';
import type { DeploySignals } from './forward-signals.ts';

/** The reservation of a lock lasts five minutes, so this is often enough. */
const LOOK_EVERY_MS = 5_000;
/** The refusals that end by themselves when other sessions release their locks. */
const OTHERS_FIRST = ['lock_held', 'lock_offered', 'lock_awaited'];
const QueuePlace = z.object({ place: z.number(), queue: z.array(z.string()) });

interface WantedLock {
  readonly service: string;
  readonly reason: string;
  /** How long to hold the lock. */
  readonly for: string;
  /** The longest time to wait, such as `30m`. */
  readonly wait: string;
}

/** How the wait ended. `yours`: the lock is free for the session, or reserved for it. Otherwise the session has left the queue. */
export type WaitEnd =
  | { readonly type: 'yours' }
  | { readonly type: 'interrupted'; readonly signal: NodeJS.Signals }
  | { readonly type: 'refused'; readonly outcome: Outcome<unknown> };

/** Returns whether waiting in the queue can help after this refusal of a start. */
export function canWaitFor({ decision, code }: Outcome<unknown>): boolean {
  return decision === 'refused' && OTHERS_FIRST.includes(code);
}

/**
 * Waits in the queue of a lock, and says each new place. A store that is unreachable does not end the wait. A signal and
 * the limit end it.
 */
export async function waitInQueue(
  context: DeployRunContext,
  { wait, ...wanted }: WantedLock,
  signals: DeploySignals,
): Promise<WaitEnd> {
  const { say, pause, elapsed } = context;
  const giveUpAt = elapsed() + durationMs(wait);
  const aborted = new AbortController();
  const stop = signals.listen(() => aborted.abort());
  let said = '';
  const sayOnce = (sentence: string) => {
    if (sentence !== said) say(sentence);
    said = sentence;
  };
  try {
    for (;;) {
      const look = await lookAtQueue(context, wanted);
      if (look.type === 'yours') return look;
      if (look.type === 'refused') return await leaveWith(context, wanted.service, look);
      sayOnce(look.sentence);
      const signal = signals.first();
      if (signal !== undefined) return await leaveWith(context, wanted.service, { type: 'interrupted', signal });
      if (elapsed() >= giveUpAt) {
        const outcome = waitedInVain(wanted.service, wait);
        return await leaveWith(context, wanted.service, { type: 'refused', outcome });
      }
      await pause(Math.min(LOOK_EVERY_MS, giveUpAt - elapsed()), aborted.signal);
    }
  } finally {
    stop();
  }
}

async function leaveWith(
  { call, say }: DeployRunContext,
  service: string,
  end: Exclude<WaitEnd, { type: 'yours' }>,
): Promise<WaitEnd> {
  try {
    say((await call('deploy leave', { service })).message);
  } catch (error) {
    if (!isStoreUnavailable(error)) throw error;
    say(
      `The store cannot be reached, so you are still in the queue. Leave it later: \`tipoff deploy leave ${service}\`.`,
    );
  }
  return end;
}

type QueueLook = Exclude<WaitEnd, { type: 'interrupted' }> | { readonly type: 'waiting'; readonly sentence: string };

/** Joins the queue, or finds the place of a session that is in it already. */
async function lookAtQueue({ call }: DeployRunContext, wanted: Omit<WantedLock, 'wait'>): Promise<QueueLook> {
  try {
    const outcome = await call('deploy join', wanted);
    if (outcome.code === 'lock_free' || outcome.code === 'held_already') return { type: 'yours' };
    if (outcome.decision === 'refused') return { type: 'refused', outcome };
    return { type: 'waiting', sentence: placeText(wanted.service, QueuePlace.parse(outcome.data)) };
  } catch (error) {
    if (!isStoreUnavailable(error)) throw error;
    return {
      type: 'waiting',
      sentence: 'The store cannot be reached. Your place in the queue is kept. Still waiting.',
    };
  }
}

function placeText(service: string, { place, queue }: z.infer<typeof QueuePlace>): string {
  const others = queue.slice(0, place - 1);
  const before = others.length === 0 ? '' : ` Before you: ${others.join(', ')}.`;
  return `Waiting for the lock of ${service} as number ${place} in its queue.${before} Ctrl-C leaves the queue.`;
}

function waitedInVain(service: string, wait: string): Outcome<unknown> {
  const message = `The lock of ${service} did not become free within ${wait}. Nothing was deployed. Wait longer with \`--wait\`, or ask its holder: \`tipoff deploy status ${service}\`.`;
  return { decision: 'refused', code: 'wait_ended', message, data: null, next: [] };
}
