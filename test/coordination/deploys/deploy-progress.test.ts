import { describe, expect, it } from 'vitest';
import { judgeProgress, type TargetReadings } from '#src/coordination/deploys/deploy-progress.ts';
import type { CreatedRevision, ServiceBuild } from '#src/platform/deploy-target.ts';
import { Instant, laterBy } from '#src/platform/instant.ts';
import { serving, servingWith, UNREACHABLE } from './shown-target.ts';

const MINUTE_MS = 60_000;
const START = Instant.parse('2026-02-05T23:00:00.000000Z');
const A = 'a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1';
const B = 'b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2';

const minute = (minutes: number) => laterBy(START, minutes * MINUTE_MS);

const build = (given: Partial<ServiceBuild> = {}): ServiceBuild => ({
  id: 'build-1',
  service: 'worker',
  state: 'running',
  commit: A,
  startedAt: minute(1),
  endedAt: null,
  by: null,
  url: null,
  ...given,
});

const revision = (given: Partial<CreatedRevision> = {}): CreatedRevision => ({
  service: 'worker',
  revision: 'worker-00042',
  commit: A,
  createdAt: minute(5),
  by: null,
  ...given,
});

interface Shown {
  readonly serving?: TargetReadings['serving'];
  readonly builds?: readonly ServiceBuild[];
  readonly revisions?: readonly CreatedRevision[];
}

/** The progress of a deploy of A, ten minutes after its start. */
function progress(
  { serving: shown = serving({ commit: B }), builds = [], revisions = [] }: Shown,
  commit: string | null = A,
) {
  const readings: TargetReadings = {
    serving: shown,
    revisions: { type: 'known', value: revisions },
    builds: [{ name: 'Cloud Build', builds: { type: 'known', value: builds } }],
  };
  const { type, ...result } = judgeProgress({ service: 'worker', commit, startedAt: START }, readings, minute(10));
  return 'result' in result ? result.result : type;
}

const SERVES_A = serving({ commit: A, revision: 'worker-00042' });

describe('a deploy', () => {
  it.each<[string, Shown, string]>([
    ['shows nothing while the target has neither a build nor a revision of it', {}, 'nothing'],
    ['shows nothing by a build of another commit', { builds: [build({ commit: B })] }, 'nothing'],
    ['shows nothing by a build of another service', { builds: [build({ service: 'bot', commit: null })] }, 'nothing'],
    ['shows nothing by an older revision', { revisions: [revision({ createdAt: minute(-30) })] }, 'nothing'],
    ['is running while its build runs', { builds: [build()] }, 'running'],
    ['is running while its build waits', { builds: [build({ state: 'queued' })] }, 'running'],
    ['has a build that began before the start', { builds: [build({ startedAt: minute(-10) })] }, 'running'],
    ['has a build of several services by its commit', { builds: [build({ service: null })] }, 'running'],
    ['has failed when its build failed', { builds: [build({ state: 'failed', endedAt: minute(4) })] }, 'failed'],
    [
      'is running while its revision becomes ready',
      { serving: servingWith({ rollout: 'in-progress' }, { commit: B }), revisions: [revision()] },
      'running',
    ],
    ['has succeeded when its revision serves', { serving: SERVES_A, revisions: [revision()] }, 'succeeded'],
    [
      'has succeeded by a later build, although the first one failed',
      { serving: SERVES_A, revisions: [revision()], builds: [build({ state: 'failed', endedAt: minute(2) })] },
      'succeeded',
    ],
    [
      'has failed when its revision did not become ready',
      { serving: servingWith({ rollout: 'failed' }, { commit: B }), revisions: [revision({ createdAt: minute(9) })] },
      'failed',
    ],
    [
      'is running for five minutes after its build, before its revision has to serve',
      { builds: [build({ state: 'succeeded', endedAt: minute(6) })] },
      'running',
    ],
    [
      'has failed when nothing serves it five minutes after its build',
      { builds: [build({ state: 'succeeded', endedAt: minute(5) })] },
      'failed',
    ],
    ['is unknown while the target cannot be read', { serving: UNREACHABLE, builds: [build()] }, 'unknown'],
    [
      'is unknown while only the deploys themselves say what serves',
      { serving: servingWith({ evidence: 'reported' }, { commit: B }) },
      'unknown',
    ],
  ])('%s', (_, shown, expected) => {
    expect(progress(shown)).toBe(expected);
  });

  it('of no commit counts every build and every revision of its service since its start', () => {
    expect(progress({ builds: [build({ commit: B })] }, null)).toBe('running');
    expect(progress({ builds: [build({ commit: B, startedAt: minute(-10) })] }, null)).toBe('nothing');
    const served = serving({ commit: B, revision: 'worker-00042' });
    expect(progress({ serving: served, revisions: [revision({ commit: B })] }, null)).toBe('succeeded');
  });

  it('is never said to have started nothing while one source of builds cannot be read', () => {
    const builds = [
      { name: 'Cloud Build in us-west2', builds: { type: 'known', value: [] } },
      { name: 'Cloud Build in us-east1', builds: UNREACHABLE },
    ] as const;
    const readings = { serving: serving({ commit: B }), revisions: { type: 'known', value: [] }, builds } as const;
    expect(judgeProgress({ service: 'worker', commit: A, startedAt: START }, readings, minute(10))).toEqual({
      type: 'unknown',
    });
  });
});
