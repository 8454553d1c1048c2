import { GLOBAL } from '../coordination/locks/lock.ts';
import type { LockFacts } from './lock-facts.ts';

/**
 * The locks as a claim would find them: while somebody has everything no service is free, and while a service is taken nobody gets everything.
 */
export function lockOverview(locks: readonly LockFacts[]): readonly LockFacts[] {
  const everything = locks.find(({ service, state }) => service === GLOBAL && state !== 'free');
  const kept = locks
    .filter(({ service, state }) => service !== GLOBAL && state !== 'free')
    .map(({ service }) => service);
  return locks.map((lock) => {
    if (lock.state !== 'free') return lock;
    if (everything !== undefined) return { ...lock, ...throughGlobal(everything) };
    return lock.service === GLOBAL && kept.length > 0 ? { ...lock, free_after: kept } : lock;
  });
}

/** The rest stands in the line of `global`. */
function throughGlobal({ state, by, until }: LockFacts): Partial<LockFacts> {
  return {
    state,
    through: GLOBAL,
    ...(by === undefined ? {} : { by }),
    ...(until === undefined ? {} : { until }),
  };
}

/** Who has what in one sentence or two. */
export function overviewSentence(locks: readonly LockFacts[]): string {
  const [only] = locks;
  if (locks.length === 1 && only !== undefined) return `${briefly(only)}.`;
  const taken = locks.filter(({ state, through }) => state !== 'free' && through === undefined);
  if (taken.length === 0) return 'Nobody holds a deployment lock.';
  const hasFree = locks.some(({ service, state }) => state === 'free' && service !== GLOBAL);
  return `${taken.map(briefly).join('; ')}.${hasFree ? ' The others are free.' : ''}`;
}

function briefly({ service, state, by, through, free_after = [] }: LockFacts): string {
  const scope = through ?? service;
  const what = scope === GLOBAL ? 'everything' : scope;
  const too = through === undefined ? '' : `, ${service} too`;
  switch (state) {
    case 'held':
      return `${by} holds ${what}${too}`;
    case 'suspect':
      return `${by} holds ${what}${too} and is not heard of any more`;
    case 'offered':
      return `${what} is kept for ${by}${too}`;
    case 'unreadable':
      return `locks/${scope} cannot be read: nobody may deploy ${through === undefined ? 'it' : service}`;
    case 'free':
      return `${scope === GLOBAL ? 'Everything' : scope} is free${freeAfter(free_after)}`;
  }
}

function freeAfter(services: readonly string[]): string {
  return services.length === 0 ? '' : ` after ${services.join(', ')}`;
}
