import { GLOBAL } from '../../coordination/deploy-locks/lock.ts';
import type { LockFacts } from './lock-facts.ts';

/**
 * The locks as a claim of who holds nothing would find them: while somebody has everything, or waits for it, no service is free, and while a
 * service is taken nobody gets everything. Nobody waits for everything in earnest while a lock cannot be read.
 */
export function lockOverview(locks: readonly LockFacts[]): readonly LockFacts[] {
  const everything = locks.find(({ service }) => service === GLOBAL);
  const kept = locks
    .filter(({ service, state }) => service !== GLOBAL && state !== 'free')
    .map(({ service }) => service);
  const isKept = everything?.state !== 'free' || locks.every(({ state }) => state !== 'unreadable');
  return locks.map((lock) => {
    if (lock.state !== 'free' || everything === undefined) return lock;
    if (lock.service !== GLOBAL) return { ...lock, ...(isKept ? throughGlobal(everything) : {}) };
    return kept.length > 0 ? { ...lock, free_after: kept } : lock;
  });
}

/** What the lock of everything makes of a free service. The rest stands in the line of `global`. */
function throughGlobal({ state, by, until, queue = [] }: LockFacts): Partial<LockFacts> {
  const [next] = queue;
  if (state === 'free') return next === undefined ? {} : { state: 'awaited', through: GLOBAL, by: next };
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
  if (locks.length === 1 && only !== undefined) return begun(`${briefly(only)}.`);
  const taken = locks.filter(({ state, through }) => state !== 'free' && through === undefined);
  if (taken.length === 0) return 'Nobody holds a deployment lock.';
  return begun(`${taken.map(briefly).join('; ')}.${othersSentence(locks)}`);
}

/** Services keep their names as they are. */
function begun(sentence: string): string {
  return sentence.replace(/^everything/, 'Everything');
}

function othersSentence(locks: readonly LockFacts[]): string {
  const others = locks.filter(({ service }) => service !== GLOBAL);
  const awaited = others.find(({ state }) => state === 'awaited');
  if (awaited !== undefined) return ` The others are kept free for ${awaited.by}, who waits for everything.`;
  return others.some(({ state }) => state === 'free') ? ' The others are free.' : '';
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
    case 'awaited':
      return `${service} is kept free for ${by}, who waits for everything`;
    case 'unreadable':
      return `locks/${scope} cannot be read: nobody may deploy ${through === undefined ? 'it' : service}`;
    case 'free':
      return `${what} is free${freeAfter(free_after)}`;
  }
}

function freeAfter(services: readonly string[]): string {
  return services.length === 0 ? '' : ` after ${services.join(', ')}`;
}
