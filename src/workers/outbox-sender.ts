import { setTimeout as pause } from 'node:timers/promises';
import { acquireLease } from '../coordination/leases/acquire-lease.ts';
import { type PlacedPost, placePosts } from '../coordination/outbox/place-posts.ts';
import { pendingPosts, type SendResult, sendPost } from '../coordination/outbox/send-post.ts';
import type { Announcements } from '../platform/announcements.ts';
import { PostRefused } from '../platform/post-refused.ts';
import { RateLimited } from '../platform/rate-limited.ts';
import { Unavailable } from '../platform/unavailable.ts';
import { type ChannelFaultDeps, type ChannelFaults, channelFaults } from './channel-faults.ts';
import { omitEndedCards } from './omit-ended-cards.ts';
import { type Poller, poller } from './poller.ts';
import {
  afterFailure,
  afterRateLimit,
  afterRefusal,
  afterSuccess,
  mayBeSent,
  NO_BACKOFF,
  type SendBackoff,
} from './send-backoff.ts';

const TICK_MS = 250;
/** The duration of the sender's lease. One post usually takes less time: a few calls of at most ten seconds each. */
const LEASE_MS = 30_000;
/** After this many failures in a row, the sender tries another post, because the fault may be in the post and not in the chat. */
const DOUBT_AFTER_FAILURES = 5;

export interface OutboxSenderDeps extends ChannelFaultDeps {
  readonly announcements: Announcements;
  readonly now: () => Date;
  readonly instanceId: string;
  readonly otherHolders: 'may-live' | 'dead';
}

export interface OutboxSender extends Poller {
  /** Sends the pending posts whose backoff has ended. The poller calls it, and so do tests. */
  tick(): Promise<void>;
  /** Stops polling, and sends what is due until nothing is, no channel can be used, or the signal is aborted. */
  finish(signal: AbortSignal): Promise<void>;
}

/** The state of an outbox sender. It is lost when the process restarts. */
interface SenderState {
  readonly deps: OutboxSenderDeps;
  readonly faults: ChannelFaults;
  /**
   * The backoff of the whole chat. While the chat is unreachable, no post is sent. Otherwise each post would be sent after its own backoff,
   * in any order.
   */
  chat: SendBackoff;
  /** The backoffs of single channels: a channel may refuse its posts, or limit their rate. */
  readonly channels: Map<string, SendBackoff>;
  readonly posts: Map<string, SendBackoff>;
  /** The keys of posts that failed while the chat accepted another post. Their failures say nothing about the chat. */
  readonly atFault: Set<string>;
  /** The token of the sender's lease; undefined before this process first sends. */
  leaseToken: number | undefined;
}

/**
 * Creates the outbox sender, which sends the pending posts in their order. One process sends at a time. It edits each
 * message at most once a second and backs off after failures. Each channel has its own wait: a channel that is refused is
 * tried again every ten minutes and after a restart, and its posts stay due, while the other channels get theirs. If one
 * message is refused, only that message waits for a newer version.
 */
export function outboxSender(deps: OutboxSenderDeps): OutboxSender {
  const state: SenderState = {
    deps,
    faults: channelFaults(deps),
    chat: NO_BACKOFF,
    channels: new Map(),
    posts: new Map(),
    atFault: new Set(),
    leaseToken: undefined,
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
    const left = await placedPosts(state);
    const now = state.deps.now();
    const canSend = mayBeSent(state.chat, now) && left.some(({ channel }) => isOpen(state, channel));
    if (!canSend) return;
    await pause(TICK_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function placedPosts({ deps }: SenderState): Promise<readonly PlacedPost[]> {
  return await placePosts(deps, await pendingPosts(deps.store));
}

async function sendPending(state: SenderState): Promise<void> {
  const pending = await omitEndedCards(state.deps, await placedPosts(state));
  await forgetSent(state, pending);
  if (!mayBeSent(state.chat, state.deps.now())) return;
  const unposted = new Set<string | null>();
  for (const post of pending) {
    const result = unposted.has(post.under) ? 'paused' : await sendInOrder(state, post, pending);
    if (result === 'stop') return;
    if (result !== 'sent' && post.posted === null) unposted.add(post.key);
  }
}

/**
 * - `paused`: this post has to wait, or its channel has to. `refused`: it has to wait for a newer version.
 * - `stop`: no other post may be sent now either, because the chat cannot be used or another process sends.
 */
type SendOutcome = 'sent' | 'paused' | 'refused' | 'stop';

/** Sends one post, and finds out whether a failure concerns this post or the whole chat. */
async function sendInOrder(state: SenderState, post: PlacedPost, pending: readonly PlacedPost[]): Promise<SendOutcome> {
  const result = await trySend(state, post);
  if (result !== 'unreachable') return result;
  if (await isChatReachable(state, post, pending)) {
    state.atFault.add(post.key);
    const repeated = await trySend(state, post);
    return repeated === 'unreachable' ? 'paused' : repeated;
  }
  state.chat = afterFailure(state.chat, state.deps.now());
  return 'stop';
}

/**
 * Returns whether the chat can be reached. After several failures in a row it tries to send a different post. It begins
 * with the edits at the end of the list, because edits can be sent in any order.
 */
async function isChatReachable(
  state: SenderState,
  failed: PlacedPost,
  pending: readonly PlacedPost[],
): Promise<boolean> {
  const others = pending.filter(
    ({ key, under, channel }) => key !== failed.key && under !== failed.key && isOpen(state, channel),
  );
  const failures = state.chat.failures + 1;
  if (failures < DOUBT_AFTER_FAILURES) return false;
  const other = others.at(-1 - (failures % others.length));
  return other !== undefined && ['sent', 'refused'].includes(await trySend(state, other));
}

async function trySend(state: SenderState, post: PlacedPost): Promise<SendOutcome | 'unreachable'> {
  const { deps, posts } = state;
  const isDue = mayBeSent(posts.get(post.key) ?? NO_BACKOFF, deps.now());
  if (!(isDue && isOpen(state, post.channel))) return 'paused';
  // The lease may have expired while the previous post was sent. Another process may then send the next post.
  if (!(await holdsLease(state))) return 'stop';
  try {
    const result = await sendPost(deps, post.key);
    if (result === 'sent') await state.faults.accepted(post.channel);
    return afterSending(state, post.key, result);
  } catch (error) {
    if (error instanceof PostRefused) return await afterPostRefused(state, post, error);
    return error instanceof RateLimited ? afterLimit(state, post, error) : afterError(state, post.key, error);
  }
}

function isOpen({ channels, deps }: SenderState, channel: string): boolean {
  return mayBeSent(channels.get(channel) ?? NO_BACKOFF, deps.now());
}

function afterSending(state: SenderState, key: string, result: SendResult): 'sent' | 'paused' {
  const { deps, posts, atFault } = state;
  const isComplete = result === 'sent' || result === 'nothing-due';
  posts.set(key, isComplete ? afterSuccess(deps.now()) : afterFailure(posts.get(key) ?? NO_BACKOFF, deps.now()));
  if (result === 'waits') return 'paused';
  atFault.delete(key);
  if (result !== 'nothing-due') state.chat = NO_BACKOFF;
  return 'sent';
}

/** An unreachable chat pauses all posts. Any other failure pauses only the post whose sending failed. */
function afterError({ deps, chat, posts, atFault }: SenderState, key: string, error: unknown) {
  const backoff = posts.get(key) ?? NO_BACKOFF;
  const isOutage = error instanceof Unavailable && !atFault.has(key);
  const { failures } = isOutage ? chat : backoff;
  deps.log[error instanceof Unavailable ? 'warn' : 'error']({ key, failures, error }, 'a post was not sent');
  if (isOutage) return 'unreachable';
  posts.set(key, afterFailure(backoff, deps.now()));
  return 'paused';
}

/** Pauses the channel whose rate Slack limits. */
function afterLimit(state: SenderState, { key, channel }: PlacedPost, { retryAfterMs }: RateLimited): 'paused' {
  state.chat = NO_BACKOFF;
  state.channels.set(channel, afterRateLimit(state.deps.now(), retryAfterMs));
  state.deps.log.warn({ key, channel, retryAfterMs }, 'the rate of a channel is limited');
  return 'paused';
}

/**
 * Pauses all posts if Slack refuses the app, and the posts of one channel if it refuses the channel. If it refuses only
 * this message, its post is marked as refused.
 */
async function afterPostRefused(
  state: SenderState,
  { key, channel }: PlacedPost,
  error: PostRefused,
): Promise<SendOutcome> {
  const { deps, faults } = state;
  if (error.fault === 'access') {
    state.chat = afterRefusal(deps.now());
    await faults.refused(null, key, error);
    return 'stop';
  }
  state.chat = NO_BACKOFF;
  if (error.fault === 'channel') {
    state.channels.set(channel, afterRefusal(deps.now()));
    await faults.refused(channel, key, error);
    return 'paused';
  }
  deps.log.error({ key, fault: error.fault, code: error.code, error }, 'the channel refused a post');
  deps.printNotice?.(`The post ${key} was refused. ${error.message}`);
  return 'refused';
}

/** Removes the ended backoffs of posts that were sent, so that the state of a long-running bot stays small. */
async function forgetSent(state: SenderState, pending: readonly PlacedPost[]): Promise<void> {
  const { deps, posts, atFault, faults } = state;
  const isPending = new Set(pending.map(({ key }) => key));
  for (const [key, backoff] of posts) if (!isPending.has(key) && mayBeSent(backoff, deps.now())) posts.delete(key);
  for (const key of atFault) if (!isPending.has(key)) atFault.delete(key);
  await faults.keepOnly(new Set(pending.map(({ channel }) => channel)));
}

/** A new token means that another process may have sent posts since, so the stored faults are read again. */
async function holdsLease(state: SenderState): Promise<boolean> {
  const { store, instanceId, otherHolders } = state.deps;
  const request = { name: 'post-sender', holder: instanceId, leaseMs: LEASE_MS, otherHolders };
  const decision = await acquireLease(store, request);
  if (decision.type !== 'acquired') return false;
  if (decision.lease.token !== state.leaseToken) state.faults.reload();
  state.leaseToken = decision.lease.token;
  return true;
}
