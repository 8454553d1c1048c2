import { GLOBAL } from '../../coordination/deploy-locks/lock.ts';
import type { LockFacts } from './lock-facts.ts';

/**
 * Describes all locks from the view of a new claimant. While somebody holds or waits for `global`, no service is free.
 * While a service is held, `global` is not free. While a lock is unreadable, `global` cannot be granted, so a session
 * that waits for it blocks nobody.
 */
export function lockOverview(locks: readonly LockFacts[]): readonly LockFacts[] {
  const global = locks.find(({ service }) => service === GLOBAL);
  const taken = locks
    .filter(({ service, state }) => service !== GLOBAL && state !== 'free')
    .map(({ service }) => service);
  const isBlocking = global?.state !== 'free' || locks.every(({ state }) => state !== 'unreadable');
  return locks.map((lock) => {
    if (lock.state !== 'free' || global === undefined) return lock;
    if (lock.service !== GLOBAL) return { ...lock, ...(isBlocking ? globalLockState(global) : {}) };
    return taken.length > 0 ? { ...lock, free_after: taken } : lock;
  });
}

/** Returns the state that a service has because of the global lock. The service's own lock is free. */
function globalLockState({ state, by, until, queue = [] }: LockFacts): Partial<LockFacts> {
  const [next] = queue;
  if (state === 'free') return next === undefined ? {} : { state: 'awaited', through: GLOBAL, by: next };
  return {
    state,
    through: GLOBAL,
    ...(by === undefined ? {} : { by }),
    ...(until === undefined ? {} : { until }),
  };
}

/** Describes all locks in one or two sentences. */
export function overviewSentence(locks: readonly LockFacts[]): string {
  const [only] = locks;
  if (locks.length === 1 && only !== undefined) return `${lockPhrase(only)}.`;
  const taken = locks.filter(({ state, through }) => state !== 'free' && through === undefined);
  if (taken.length === 0) return 'All deploy locks are free.';
  return `${taken.map(lockPhrase).join('; ')}.${otherServicesSentence(locks)}`;
}

function otherServicesSentence(locks: readonly LockFacts[]): string {
  const others = locks.filter(({ service }) => service !== GLOBAL);
  const awaited = others.find(({ state }) => state === 'awaited');
  if (awaited !== undefined)
    return ` The other services are blocked, because ${awaited.by} is waiting for the global lock.`;
  return others.some(({ state }) => state === 'free') ? ' The other services are free.' : '';
}

function lockPhrase({ service, state, by, through, free_after = [] }: LockFacts): string {
  const scope = through ?? service;
  const including = through === undefined ? '' : `, including ${service}`;
  switch (state) {
    case 'held':
      return `${by} holds ${scope}${including}`;
    case 'suspect':
      return `${by} holds ${scope}${including} and is unresponsive`;
    case 'offered':
      return `${scope} is reserved for ${by}${including}`;
    case 'awaited':
      return `${service} is blocked, because ${by} is waiting for the global lock`;
    case 'unreadable':
      return `the document locks/${scope} cannot be read, so nobody may deploy ${service}`;
    case 'free':
      return `${scope} is free${freeAfter(free_after)}`;
  }
}

function freeAfter(services: readonly string[]): string {
  return services.length === 0 ? '' : ` after ${services.join(', ')}`;
}
