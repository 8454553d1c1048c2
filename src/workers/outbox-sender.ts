import { acquireLease } from '../coordination/leases/acquire-lease.ts';
import { pendingPosts, type SendDeps, type SendResult, sendPost } from '../coordination/outbox/send-post.ts';
import type { PendingPost } from '../coordination/outbox/sending-order.ts';
import type { Log } from '../platform/log.ts';
import { Unavailable } from '../platform/unavailable.ts';
import { type Poller, poller } from './poller.ts';
import { afterFailure, afterSuccess, mayBeSent, NO_BACKOFF, type SendBackoff } from './send-backoff.ts';

const TICK_MS = 250;
/** The duration of the sender's lease. One post usually takes less time: a few calls of at most ten seconds each. */
const LEASE_MS = 30_000;
/** After this many failures in a row, the sender tries another post, because the fault may be in the post and not in the channel. */
const DOUBT_AFTER_FAILURES = 5;

export interface OutboxSenderDeps extends SendDeps {
  readonly log: Log;
  readonly now: () => Date;
  readonly instanceId: string;
  readonly otherHolders: 'may-live' | 'dead';
}

export interface OutboxSender extends Poller {
  /** Sends the pending posts whose backoff has ended. The poller calls it, and so do tests. */
  tick(): Promise<void>;
}

/** The state of an outbox sender. It is lost when the process restarts. */
interface SenderState {
  readonly deps: OutboxSenderDeps;
  /**
   * The backoff of the channel. While the channel is unreachable, no post is sent. Otherwise each post would be sent after its own backoff,
   * in any order.
   */
  channel: SendBackoff;
  readonly posts: Map<string, SendBackoff>;
  /** The keys of posts that failed while the channel accepted another post. Their failures say nothing about the channel. */
  readonly atFault: Set<string>;
}

/**
 * Creates the outbox sender, which sends the pending posts to the channel in their order. One process sends at a time.
 * It edits each message at most once a second and backs off after failures.
 */
export function outboxSender(deps: OutboxSenderDeps): OutboxSender {
  const state: SenderState = { deps, channel: NO_BACKOFF, posts: new Map(), atFault: new Set() };
  const tick = () => sendPending(state);
  return { tick, ...poller({ name: 'outbox-sender', everyMs: TICK_MS, poll: tick, log: deps.log }) };
}

async function sendPending(state: SenderState): Promise<void> {
  const pending = await pendingPosts(state.deps.store);
  forgetSent(state, pending);
  if (!mayBeSent(state.channel, state.deps.now())) return;
  const unposted = new Set<string | null>();
  for (const post of pending) {
    const result = unposted.has(post.under) ? 'paused' : await sendInOrder(state, post, pending);
    if (result === 'stop') return;
    if (result !== 'sent' && post.message === 'new') unposted.add(post.key);
  }
}

/**
 * Sends one post. Resolves to `paused` when only this post has to wait, and to `stop` when no other post may be sent
 * now either, because the channel is unreachable or another process sends.
 */
async function sendInOrder(
  state: SenderState,
  post: PendingPost,
  pending: readonly PendingPost[],
): Promise<'sent' | 'paused' | 'stop'> {
  const result = await trySend(state, post);
  if (result !== 'unreachable') return result;
  if (await isChannelReachable(state, post, pending)) {
    state.atFault.add(post.key);
    const repeated = await trySend(state, post);
    return repeated === 'unreachable' ? 'paused' : repeated;
  }
  state.channel = afterFailure(state.channel, state.deps.now());
  return 'stop';
}

/**
 * Returns whether the channel can be reached. After several failures in a row it tries to send a different post. It
 * begins with the edits at the end of the list, because edits can be sent in any order.
 */
async function isChannelReachable(
  state: SenderState,
  failed: PendingPost,
  pending: readonly PendingPost[],
): Promise<boolean> {
  const others = pending.filter(({ key, under }) => key !== failed.key && under !== failed.key);
  const failures = state.channel.failures + 1;
  if (failures < DOUBT_AFTER_FAILURES) return false;
  const other = others.at(-1 - (failures % others.length));
  return other !== undefined && (await trySend(state, other)) === 'sent';
}

async function trySend(state: SenderState, { key }: PendingPost): Promise<'sent' | 'paused' | 'unreachable' | 'stop'> {
  const { deps, posts } = state;
  if (!mayBeSent(posts.get(key) ?? NO_BACKOFF, deps.now())) return 'paused';
  // The lease may have expired while the previous post was sent. Another process may then send the next post.
  if (!(await holdsLease(deps))) return 'stop';
  try {
    return afterSending(state, key, await sendPost(deps, key));
  } catch (error) {
    return afterError(state, key, error);
  }
}

function afterSending(state: SenderState, key: string, result: SendResult): 'sent' | 'paused' {
  const { deps, posts, atFault } = state;
  const isComplete = result === 'sent' || result === 'nothing-due';
  posts.set(key, isComplete ? afterSuccess(deps.now()) : afterFailure(posts.get(key) ?? NO_BACKOFF, deps.now()));
  if (result === 'waits') return 'paused';
  atFault.delete(key);
  if (result !== 'nothing-due') state.channel = NO_BACKOFF;
  return 'sent';
}

/** An unreachable channel pauses all posts. Any other failure pauses only the post whose sending failed. */
function afterError({ deps, channel, posts, atFault }: SenderState, key: string, error: unknown) {
  const backoff = posts.get(key) ?? NO_BACKOFF;
  const isOutage = error instanceof Unavailable && !atFault.has(key);
  const { failures } = isOutage ? channel : backoff;
  deps.log[error instanceof Unavailable ? 'warn' : 'error']({ key, failures, error }, 'a post was not sent');
  if (isOutage) return 'unreachable';
  posts.set(key, afterFailure(backoff, deps.now()));
  return 'paused';
}

/** Removes the ended backoffs of posts that were sent, so that the state of a long-running bot stays small. */
function forgetSent({ deps, posts, atFault }: SenderState, pending: readonly PendingPost[]): void {
  const isPending = new Set(pending.map(({ key }) => key));
  for (const [key, backoff] of posts) if (!isPending.has(key) && mayBeSent(backoff, deps.now())) posts.delete(key);
  for (const key of atFault) if (!isPending.has(key)) atFault.delete(key);
}

async function holdsLease({ store, instanceId, otherHolders }: OutboxSenderDeps): Promise<boolean> {
  const request = { name: 'post-sender', holder: instanceId, leaseMs: LEASE_MS, otherHolders };
  return (await acquireLease(store, request)).type === 'acquired';
}
