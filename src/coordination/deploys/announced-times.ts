import { type Claimant, GLOBAL } from '../deploy-locks/lock.ts';
import type { LockView } from '../deploy-locks/lock-state.ts';
import { CLOCKS_DIFFER_MS } from './deploy-progress.ts';
import type { DeployRecord } from './deploy-record.ts';

/** A time in which a session held the lock of a service or deployed the service. */
interface AnnouncedTime {
  readonly claimant: Claimant;
  /** The fencing token of the hold; 0 for a deploy that was announced afterwards. */
  readonly token: number;
  readonly from: string;
  /** Null while it lasts. */
  readonly to: string | null;
}

/** What is known of the announcements of one service. `complete` is false if a lock of the service cannot be read. */
export interface ServiceAnnouncements {
  readonly times: readonly AnnouncedTime[];
  readonly complete: boolean;
}

/** Collects when a service was announced to be deployed: by its lock, by the global lock, and by its deploys. */
export function announcedTimes(
  service: string,
  views: readonly LockView[],
  records: readonly DeployRecord[],
): ServiceAnnouncements {
  const own = views.filter((view) => scopeOf(view) === service || scopeOf(view) === GLOBAL);
  const held = own.flatMap((view) => (view.type === 'readable' ? timesOfLock(view) : []));
  const deployed = records.map(({ claimant, token, started_at: from, ended_at: to }) => ({
    claimant,
    token,
    from,
    to,
  }));
  return { times: [...held, ...deployed], complete: own.every(({ type }) => type === 'readable') };
}

function scopeOf(view: LockView): string {
  return view.type === 'readable' ? view.lock.service : view.service;
}

function timesOfLock({ lock }: Extract<LockView, { type: 'readable' }>): readonly AnnouncedTime[] {
  const { hold, last_end, deploy } = lock;
  return [
    ...(hold === null ? [] : [{ claimant: hold.claimant, token: hold.token, from: hold.since, to: null }]),
    ...(last_end === null ? [] : [{ ...pick(last_end.hold), from: last_end.hold.since, to: last_end.at }]),
    ...(deploy === null ? [] : [{ ...pick(deploy), from: deploy.started_at, to: deploy.ended_at }]),
  ];
}

function pick({ claimant, token }: Pick<AnnouncedTime, 'claimant' | 'token'>) {
  return { claimant, token };
}

/** Under which announcement something happened. `unknown`: nothing is known to cover it, and a lock cannot be read. */
export type Cover =
  | { readonly type: 'covered'; readonly by: AnnouncedTime }
  | { readonly type: 'uncovered' }
  | { readonly type: 'unknown' };

/**
 * Returns the announcement under which a build or a revision came about. A build is covered if the service was announced
 * at any time while the build ran: a push may start the build before its author claims the lock. The clocks may differ
 * by a minute.
 */
export function coverOf(
  { times, complete }: ServiceAnnouncements,
  { from, to }: { readonly from: string; readonly to: string | null },
): Cover {
  const overlapping = times.filter(
    (time) =>
      Date.parse(time.from) - CLOCKS_DIFFER_MS <= endMs(to) && endMs(time.to) + CLOCKS_DIFFER_MS >= Date.parse(from),
  );
  const [newest] = overlapping.toSorted((one, other) => Date.parse(other.from) - Date.parse(one.from));
  if (newest !== undefined) return { type: 'covered', by: newest };
  return complete ? { type: 'uncovered' } : { type: 'unknown' };
}

function endMs(time: string | null): number {
  return time === null ? Number.POSITIVE_INFINITY : Date.parse(time);
}
