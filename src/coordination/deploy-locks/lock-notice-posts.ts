import type { NewPost } from '../outbox/post.ts';
import { type Deploy, GLOBAL, type Hold } from './lock.ts';
import type { LockNotice } from './lock-announcements.ts';
import { cardKey } from './lock-card-posts.ts';
import { type LockEvent, type LockState, readableLocks, type ScopedEvent } from './lock-state.ts';

interface NoticeContext {
  readonly after: LockState;
  /** The number of the event among all events of its transaction. */
  readonly number: number;
  /** The events of the same change. */
  readonly events: readonly ScopedEvent[];
}

/**
 * Announces a lock event in the thread of its hold's card. An event that the cards already show gets no notice: an event
 * without a hold, the start of a deploy, and the end of a deploy that went well, also if it releases the lock. If the end of
 * another deploy releases its lock, one notice says both.
 */
export function noticePosts(
  { service, event }: ScopedEvent,
  { after, number, events }: NoticeContext,
): readonly NewPost[] {
  const notice = noticeTogether({ service, event }, events);
  const under = threadOf(after, service, event);
  if (notice === undefined || under === undefined) return [];
  const announcement: LockNotice = {
    type: 'lock-notice',
    service,
    at: after.now,
    by: null,
    how: null,
    reason: null,
    until: null,
    deploy: null,
    ticket: null,
    ...notice,
  };
  return [{ key: `${under}-${after.now}-${number}`, under, announcement }];
}

/** The notice of an event. The notice of a deploy's end also says that it released the lock. */
function noticeTogether({ service, event }: ScopedEvent, events: readonly ScopedEvent[]): Notice | undefined {
  const own = events.filter((each) => each.service === service).map((each) => each.event);
  if (event.type === 'ended' && own.some((each) => isFinishOf(each, event.hold) && isReleased(event))) return undefined;
  const notice = noticeOf(event);
  if (event.type !== 'deploy-finished' || notice === undefined) return notice;
  const release = own.find((each) => each.type === 'ended' && isReleased(each) && isFinishOf(event, each.hold));
  return release?.type === 'ended' ? { ...notice, how: release.how, by: release.by } : notice;
}

function isReleased({ how }: Pick<Extract<LockEvent, { type: 'ended' }>, 'how'>): boolean {
  return how === 'released';
}

/** Whether an event is the end of a deploy under a hold. */
function isFinishOf(event: LockEvent, { token }: Hold): boolean {
  return event.type === 'deploy-finished' && event.deploy.token === token;
}

type Notice = Partial<LockNotice> & Pick<LockNotice, 'happened' | 'claimant'>;

/**
 * Returns the post key of the card whose thread shows the event: the card of the event's hold, of its deploy's hold, or
 * of the scope's newest hold.
 */
function threadOf(after: LockState, service: string, event: LockEvent): string | undefined {
  if ('hold' in event) return cardKey(service, event.hold);
  const scopes = readableLocks(after).filter((lock) => lock.service === service || lock.service === GLOBAL);
  const holds = scopes.flatMap((lock) =>
    [lock.hold, lock.last_end?.hold].map((hold) => ({ service: lock.service, hold })),
  );
  const found = holds.find(({ service: scope, hold }) =>
    'deploy' in event ? hold?.token === event.deploy.token : scope === service && hold,
  );
  return found?.hold ? cardKey(found.service, found.hold) : undefined;
}

function noticeOf(event: LockEvent): Notice | undefined {
  switch (event.type) {
    case 'extended':
      return { happened: event.type, claimant: event.hold.claimant, until: event.hold.until };
    case 'changed':
      return { happened: event.type, claimant: event.hold.claimant, ...changesOf(event) };
    case 'expires-soon':
      return {
        happened: event.type,
        claimant: event.hold.claimant,
        until: event.hold.until,
        ticket: event.hold.ticket,
      };
    case 'freeze-overridden':
      return { happened: event.type, claimant: event.hold.claimant, reason: event.hold.freeze_override };
    case 'responsive-again':
      return { happened: 'heard-again', claimant: event.hold.claimant };
    case 'ended':
      return {
        happened: event.type,
        claimant: event.hold.claimant,
        by: event.by,
        how: event.how,
        reason: event.reason,
        ...(event.how === 'expired' ? { at: event.hold.until } : {}),
      };
    case 'joined':
      return { happened: event.type, claimant: event.waiting.claimant, reason: event.waiting.reason };
    case 'left':
    case 'skipped':
    case 'dropped':
      return { happened: event.type, claimant: event.waiting.claimant };
    case 'place-handed-over':
      return { happened: event.type, claimant: event.from.claimant, by: event.waiting.claimant };
    case 'deploy-finished':
      return isNews(event.deploy) ? deployNotice(event.type, event.deploy) : undefined;
    case 'deploy-lost':
      return deployNotice(event.type, event.deploy);
    case 'deploy-started':
    case 'deploy-seen':
    case 'deploy-missing':
    case 'deploy-overdue':
    case 'claimed':
    case 'unresponsive':
    case 'renewed':
    case 'reserved':
    // The notice of the handed-over claim says it.
    case 'deploy-handed-over':
      return undefined;
  }
}

/** What a new claim of the same session changed. */
function changesOf({
  hold,
  before,
}: {
  readonly hold: Hold;
  readonly before: Hold;
}): Pick<LockNotice, 'reason' | 'until'> {
  return {
    reason: hold.reason === before.reason ? null : hold.reason,
    until: hold.until === before.until ? null : hold.until,
  };
}

/**
 * Whether the thread has to say how a deploy ended. For a deploy that went well, the card is enough. A deploy that serves
 * something else than it claims has a message of its own.
 */
function isNews({ state, result_from }: Deploy): boolean {
  return state === 'failed' || result_from === 'target';
}

function deployNotice(happened: 'deploy-finished' | 'deploy-lost', deploy: Deploy) {
  return { happened, claimant: deploy.claimant, deploy };
}
