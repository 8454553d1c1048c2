import { describe, expect, it } from 'vitest';
import type {
  BuildSource,
  CreatedRevision,
  DeployTarget,
  ServiceBuild,
  ServingState,
} from '#src/platform/deploy-target.ts';

/** What runs at the place that a target reads. */
export interface TargetWorld {
  readonly serving: Readonly<Record<string, Pick<ServingState, 'serving' | 'rollout' | 'url'>>>;
  readonly revisions: readonly CreatedRevision[];
  readonly builds: readonly ServiceBuild[];
}

const OLD = '4f2c1ab00000000000000000000000000000aaaa';
const NEW = '9d8e7f600000000000000000000000000000bbbb';
const SINCE = new Date('2026-02-05T23:00:00Z');

const MODEL_PATH = { name: 'MODEL_PATH', from: 'value' } as const;

const WORLD: TargetWorld = {
  serving: {
    worker: {
      serving: [
        { revision: 'worker-00041', commit: OLD, percent: 20, variables: [] },
        { revision: 'worker-00042', commit: NEW, percent: 80, variables: [MODEL_PATH] },
      ],
      rollout: 'settled',
      url: 'https://worker.example',
    },
    bot: { serving: [{ revision: 'bot-00007', commit: null, percent: 100 }], rollout: 'in-progress', url: null },
    features: { serving: [{ revision: 'features-00003', commit: OLD, percent: 100 }], rollout: 'failed', url: null },
    grading: { serving: [], rollout: 'settled', url: null },
  },
  revisions: [
    revision('worker-00041', '2026-02-05T22:59:59Z'),
    revision('worker-00042', '2026-02-05T23:00:00Z'),
    revision('worker-00043', '2026-02-05T23:01:00Z'),
    { ...revision('bot-00007', '2026-02-05T23:02:00Z'), service: 'bot', commit: null },
  ],
  builds: [
    build('long-running', { state: 'running', startedAt: '2026-02-05T20:00:00Z' }),
    build('waiting', { state: 'queued', startedAt: '2026-02-05T20:01:00Z' }),
    build('ended-before', { startedAt: '2026-02-05T22:00:00Z', endedAt: '2026-02-05T22:59:00Z' }),
    build('ended-since', { startedAt: '2026-02-05T22:58:00Z', endedAt: '2026-02-05T23:01:00Z' }),
    build('failed-since', { state: 'failed', startedAt: '2026-02-05T23:02:00Z', endedAt: '2026-02-05T23:03:00Z' }),
  ],
};

/** The promises of every target that observes services. `openTarget` opens a target that reads the given world. */
export function testDeployTarget(openTarget: (world: TargetWorld) => Promise<DeployTarget>): void {
  describe('a deploy target', () => {
    it('gives the revisions that carry traffic, the largest share first', async () => {
      const target = await openTarget(WORLD);
      expect(await target.readServing('worker')).toEqual({
        type: 'known',
        value: {
          serving: [
            { revision: 'worker-00042', commit: NEW, percent: 80, variables: [MODEL_PATH] },
            { revision: 'worker-00041', commit: OLD, percent: 20, variables: [] },
          ],
          rollout: 'settled',
          evidence: 'observed',
          url: 'https://worker.example',
        },
      });
    });

    it.each([
      ['bot', 'in-progress', [null]],
      ['features', 'failed', [OLD]],
      ['grading', 'settled', []],
    ] as const)('says of %s that its rollout is %s', async (service, rollout, commits) => {
      const reading = await (await openTarget(WORLD)).readServing(service);
      expect(reading).toMatchObject({ type: 'known', value: { rollout } });
      expect(reading.type === 'known' && reading.value.serving.map(({ commit }) => commit)).toEqual(commits);
    });

    it('gives the revisions of one service since a time, newest first', async () => {
      const target = await openTarget(WORLD);
      const reading = await target.readRevisions('worker', SINCE);
      expect(reading.type === 'known' && reading.value.map((each) => each.revision)).toEqual([
        'worker-00043',
        'worker-00042',
      ]);
      expect(reading).toMatchObject({
        value: [{ service: 'worker', commit: NEW, by: 'ann@example.com' }, { revision: 'worker-00042' }],
      });
    });

    it('gives no revisions of a service that has no new ones', async () => {
      const target = await openTarget(WORLD);
      expect(await target.readRevisions('features', SINCE)).toEqual({ type: 'known', value: [] });
    });

    it('gives the running builds and those of the time, newest first', async () => {
      const builds = knownBuilds(await (await openTarget(WORLD)).readBuilds(SINCE));
      expect(builds.map(({ id, state }) => [id, state])).toEqual([
        ['failed-since', 'failed'],
        ['ended-since', 'succeeded'],
        ['waiting', 'queued'],
        ['long-running', 'running'],
      ]);
      expect(builds[1]).toMatchObject({ service: 'worker', commit: NEW });
      expect(builds.map(({ endedAt }) => endedAt === null)).toEqual([false, false, true, true]);
    });

    it('does not know what a service serves that it has never heard of', async () => {
      const target = await openTarget(WORLD);
      expect(await target.readServing('nowhere')).toEqual({
        type: 'unknown',
        why: expect.stringMatching(/nowhere.*\.$/s),
      });
    });
  });
}

function knownBuilds(sources: readonly BuildSource[]): readonly ServiceBuild[] {
  return sources.flatMap(({ builds }) => (builds.type === 'known' ? builds.value : []));
}

function revision(name: string, createdAt: string): CreatedRevision {
  return { service: 'worker', revision: name, commit: NEW, createdAt, by: 'ann@example.com' };
}

function build(id: string, fields: Partial<ServiceBuild> & Pick<ServiceBuild, 'startedAt'>): ServiceBuild {
  const common = { service: 'worker', state: 'succeeded', commit: NEW, endedAt: null, by: null, url: null } as const;
  return { ...common, id, ...fields };
}
