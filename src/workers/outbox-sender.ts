import { setTimeout as pause } from 'node:timers/promises';
import { acquireLease } from '../coordination/leases/acquire-lease.ts';
import { endChannelFault, recordChannelFault } from '../coordination/outbox/refusals.ts';
import { pendingPosts, type SendDeps, type SendResult, sendPost } from '../coordination/outbox/send-post.ts';
import type { PendingPost } from '../coordination/outbox/sending-order.ts';
import type { Log } from '../platform/log.ts';
import { PostRefused } from '../platform/post-refused.ts';
import { Unavailable } from '../platform/unavailable.ts';
import { type Poller, poller } from './poller.ts';
import { afterFailure, afterRefusal, afterSuccess, mayBeSent, NO_BACKOFF, type SendBackoff } from './send-backoff.ts';

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
  /** Shows a sentence to the person at the terminal. Without it, only the log has the sentence. */
  readonly printNotice?: (sentence: string) => void;
}

export interface OutboxSender extends Poller {
  /** Sends the pending posts whose backoff has ended. The poller calls it, and so do tests. */
  tick(): Promise<void>;
  /** Stops polling, and sends what is due until nothing is, the channel cannot be used, or the signal is aborted. */
  finish(signal: AbortSignal): Promise<void>;
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
  /** The code of the fault for which the channel refuses posts; `none` after it accepted one. It is unknown at first. */
  channelFault: string;
}

/**
 * Creates the outbox sender, which sends the pending posts to the channel in their order. One process sends at a time.
 * It edits each message at most once a second and backs off after failures. If the channel or the app is refused, all posts stay due, and
 * the sender tries again every ten minutes and after a restart. If one message is refused, only that message waits for a newer version.
 */
export function outboxSender(deps: OutboxSenderDeps): OutboxSender {
  const state: SenderState = {
    deps,
    channel: NO_BACKOFF,
    posts: new Map(),
    atFault: new Set(),
    channelFault: 'unknown',
  };
  const tick = () => sendPending(state);
  const polling = poller({ name: 'outbox-sender', everyMs: TICK_MS, poll: tick, log: deps.log });
  return {
    tick,
    ...polling,
    finish: async (signal) => {
      await polling.stop();
      await sendRest(state, signal);
    },
  };
}

async function sendRest(state: SenderState, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sendPending(state);
    const isUsable = mayBeSent(state.channel, state.deps.now());
    if (!isUsable || (await pendingPosts(state.deps.store)).length === 0) return;
    await pause(TICK_MS, undefined, { signal }).catch(() => undefined);
  }
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
 * - `paused`: only this post has to wait. `refused`: it has to wait for a newer version.
 * - `stop`: no other post may be sent now either, because the channel cannot be used or another process sends.
 */
type SendOutcome = 'sent' | 'paused' | 'refused' | 'stop';

/** Sends one post, and finds out whether a failure concerns this post or the channel. */
async function sendInOrder(
  state: SenderState,
  post: PendingPost,
  pending: readonly PendingPost[],
): Promise<SendOutcome> {
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
  return other !== undefined && ['sent', 'refused'].includes(await trySend(state, other));
}

async function trySend(state: SenderState, { key }: PendingPost): Promise<SendOutcome | 'unreachable'> {
  const { deps, posts } = state;
  if (!mayBeSent(posts.get(key) ?? NO_BACKOFF, deps.now())) return 'paused';
  // The lease may have expired while the previous post was sent. Another process may then send the next post.
  if (!(await holdsLease(deps))) return 'stop';
  try {
    const result = await sendPost(deps, key);
    if (state.channelFault !== 'none' && result === 'sent') await noteAcceptance(state);
    return afterSending(state, key, result);
  } catch (error) {
    return error instanceof PostRefused ? await afterPostRefused(state, key, error) : afterError(state, key, error);
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

/** Pauses all posts if Slack refuses the channel or the app. If Slack refuses only this message, marks its post as refused. */
async function afterPostRefused(state: SenderState, key: string, error: PostRefused): Promise<'refused' | 'stop'> {
  const { deps } = state;
  if (error.fault === 'message') {
    state.channel = NO_BACKOFF;
    noteRefusal(deps, { key, error, notice: `The post ${key} was refused. ${error.message}` });
    return 'refused';
  }
  state.channel = afterRefusal(deps.now());
  await recordChannelFault(deps.store, error);
  if (state.channelFault !== error.code) noteRefusal(deps, { key, error, notice: error.message });
  state.channelFault = error.code;
  return 'stop';
}

interface Refusal {
  readonly key: string;
  readonly error: PostRefused;
  readonly notice: string;
}

function noteRefusal({ log, printNotice }: OutboxSenderDeps, { key, error, notice }: Refusal): void {
  log.error({ key, fault: error.fault, code: error.code, error }, 'the channel refused a post');
  printNotice?.(notice);
}

async function noteAcceptance(state: SenderState): Promise<void> {
  const { log, store, printNotice } = state.deps;
  if ((await endChannelFault(store)) === 'ended') {
    log.info({}, 'the channel accepts posts again');
    printNotice?.('The channel accepts posts again.');
  }
  state.channelFault = 'none';
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
