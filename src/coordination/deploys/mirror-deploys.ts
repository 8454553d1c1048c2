import type { DeploymentMirror, MirrorAnswer } from '../../platform/deployment-mirror.ts';
import type { DocumentStore, Stored } from '../../platform/document-store.ts';
import { type Instant, millisOf } from '../../platform/instant.ts';
import { DEPLOYS, type DeployRecord, deployRef } from './deploy-record.ts';
import { mirroredDeploy, type Place } from './mirrored-deploy.ts';
import { newestDeploys } from './newest-deploys.ts';
import { isMismatch } from './served-commit.ts';

const MINUTE_MS = 60_000;
/** A mirror that cannot be reached for this long is a problem for people. */
const OVERDUE_AFTER_MS = 10 * MINUTE_MS;
/** Nobody looks for older deploys in the mirror. */
const GIVE_UP_AFTER_MS = 24 * 60 * MINUTE_MS;
const AT_ONCE = 100;

/** A deploy that the mirror does not show yet. */
export interface UnmirroredDeploy {
  readonly service: string;
  /** When the deploy changed. */
  readonly since: Instant;
  /** A sentence for people, with what to do. */
  readonly why: string;
}

export interface MirrorReport {
  readonly now: Instant;
  readonly shown: number;
  readonly waiting: readonly UnmirroredDeploy[];
  readonly givenUp: number;
}

interface MirrorDeps {
  readonly store: DocumentStore;
  readonly mirror: DeploymentMirror;
}

/**
 * Makes the mirror show the deploys that have changed, oldest first. A deploy that it cannot show is tried again at each
 * call, for a day. Deploys never wait for the mirror. Run it in one process at a time.
 */
export async function mirrorDeploys(deps: MirrorDeps): Promise<MirrorReport> {
  const now = await deps.store.now();
  const due = await deps.store.query(
    { collection: DEPLOYS },
    { where: [['mirror_due_since', '<=', now]], orderBy: ['mirror_due_since', 'asc'], limit: AT_ONCE },
  );
  let outage: NotShown | undefined;
  let [shown, givenUp] = [0, 0];
  const waiting: UnmirroredDeploy[] = [];
  for (const stored of due) {
    const { service, mirror_due_since: since } = stored.data;
    const answer = isTooOld(since, now) ? GIVE_UP : (outage ?? (await showDeploy(deps, stored.data)));
    switch (answer.type) {
      case 'not-shown':
        if (answer.of === 'every-deploy') outage = answer;
        waiting.push({ service, since: since ?? now, why: answer.why });
        break;
      case 'shown':
        shown += 1;
        await recordDone(deps, stored);
        break;
      case 'given-up':
        givenUp += 1;
        await recordDone(deps, stored);
        break;
    }
  }
  return { now, shown, waiting, givenUp };
}

type NotShown = Extract<MirrorAnswer, { type: 'not-shown' }>;

const GIVE_UP = { type: 'given-up' } as const;

/** The deploys that people must know about, because the mirror has not shown them for ten minutes. */
export function overdueMirrors({ waiting, now }: MirrorReport): readonly UnmirroredDeploy[] {
  return waiting.filter(({ since }) => millisOf(now) - millisOf(since) >= OVERDUE_AFTER_MS);
}

async function showDeploy({ store, mirror }: MirrorDeps, record: DeployRecord): Promise<MirrorAnswer> {
  const deploy = mirroredDeploy(record, await placeOf(store, record));
  // Without a commit there is nothing to show. The finish of the deploy may add the commit.
  return deploy === undefined ? { type: 'shown' } : await mirror.show(deploy);
}

async function placeOf(store: DocumentStore, { service, state, started_at }: DeployRecord): Promise<Place> {
  if (state !== 'succeeded') return 'newest';
  const newer = (await newestDeploys(store, service)).filter((each) => each.started_at > started_at);
  return newer.some((each) => each.state === 'succeeded' && !isMismatch(each.served)) ? 'replaced' : 'newest';
}

function isTooOld(since: Instant | null, now: Instant): boolean {
  return since === null || millisOf(now) - millisOf(since) >= GIVE_UP_AFTER_MS;
}

/** A deploy that has changed in the meantime stays due. */
async function recordDone({ store }: MirrorDeps, { id, version }: Stored<DeployRecord>): Promise<void> {
  await store.update(deployRef(id), { mirror_due_since: null }, version);
}
