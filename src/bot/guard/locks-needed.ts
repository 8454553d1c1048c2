import * as z from 'zod';
import { GLOBAL } from '../../coordination/deploy-locks/lock.ts';
import { Instant } from '../../platform/instant.ts';
import type { DetectedDeploy } from './match-deploy.ts';

const KnownLock = z.object({
  service: z.string(),
  state: z.string(),
  /** Where it is not free because of another lock, which is listed too. */
  through: z.string().optional(),
  by: z.string().optional(),
  session: z.string().optional(),
  reason: z.string().optional(),
  until: z.string().pipe(Instant).optional(),
});
export type KnownLock = z.infer<typeof KnownLock>;

/** The part of the data of `deploy status` that is looked at. */
export const KnownLocks = z.object({ locks: z.array(KnownLock) });

/** A lock that has to be claimed first. */
export interface LockNeeded {
  readonly scope: string;
  readonly command: string;
  /** Who has it, if anybody. */
  readonly heldBy: KnownLock | undefined;
  /** Whether the command names a service there is a lock of; if not it may touch any. */
  readonly names: 'a-service' | 'none-known';
}

/** A lock that some deploy depends on and that cannot be read. It keeps even its holder out, because nobody can tell who that is. */
export function unreadableLock(deploys: readonly DetectedDeploy[], locks: readonly KnownLock[]): KnownLock | undefined {
  const unreadable = locks.filter(({ state, through }) => state === 'unreadable' && through === undefined);
  const scopes = deploys.map(({ service }) => scopeOf(service, locks));
  return unreadable.find(({ service }) => service === GLOBAL || scopes.includes(GLOBAL) || scopes.includes(service));
}

/** A deploy needs the lock of its service, or that of everything, which it also needs when no lock is that of its service. Held by the session. */
export function locksNeeded(
  deploys: readonly DetectedDeploy[],
  locks: readonly KnownLock[],
  session: string,
): readonly LockNeeded[] {
  const held = locks.filter((lock) => lock.session === session).map(({ service }) => service);
  if (held.includes(GLOBAL)) return [];
  const needed = deploys.map(({ service, command }): LockNeeded => {
    const scope = scopeOf(service, locks);
    const others = locks.filter((lock) => lock.session !== undefined && lock.session !== session);
    const heldBy = others.find((other) => scope === GLOBAL || [scope, GLOBAL].includes(other.service));
    return { scope, command, heldBy, names: scope === GLOBAL ? 'none-known' : 'a-service' };
  });
  return needed.filter(({ scope }) => !held.includes(scope));
}

function scopeOf(service: string | undefined, locks: readonly KnownLock[]): string {
  return service !== undefined && locks.some((lock) => lock.service === service) ? service : GLOBAL;
}
