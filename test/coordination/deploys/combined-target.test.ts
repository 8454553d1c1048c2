import { describe, expect, it } from 'vitest';
import { combinedTarget } from '#src/coordination/deploys/combined-target.ts';
import { type DeployRecord, deployRef } from '#src/coordination/deploys/deploy-record.ts';
import { reportedTarget } from '#src/coordination/deploys/reported-target.ts';
import type { DeployTarget } from '#src/platform/deploy-target.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { fileDeployTarget } from '#src/platform/embedded/file-deploy-target.ts';
import { Instant } from '#src/platform/instant.ts';
import { InvalidDocument } from '#src/platform/invalid-document.ts';
import { Unavailable } from '#src/platform/unavailable.ts';
import { memoryStore } from '../../pipeline/pipeline-stores.ts';
import { aDeploysFile } from '../../platform/embedded/a-deploys-file.ts';

const SINCE = new Date('2026-02-05T23:00:00Z');
const ANN = { session: 'cli:ann', kind: 'person', name: 'ann', user_id: null, acts_for: null } as const;

describe('a service that nothing observes', () => {
  it('serves the commit of its newest succeeded deploy, as reported and not as observed', async () => {
    const target = await aTarget([deploy('d1', { commit: 'aaaaaaa' }), deploy('d2', { commit: 'bbbbbbb' })]);
    expect(await target.readServing('worker')).toEqual({
      type: 'known',
      value: {
        serving: [{ revision: 'd2', commit: 'bbbbbbb', percent: 100 }],
        rollout: 'settled',
        evidence: 'reported',
        url: null,
      },
    });
  });

  it.each([
    ['running', 'in-progress'],
    ['failed', 'failed'],
  ] as const)('keeps serving the older commit while its newest deploy is %s', async (state, rollout) => {
    const target = await aTarget([deploy('d1', { commit: 'aaaaaaa' }), deploy('d2', { state })]);
    expect(await target.readServing('worker')).toMatchObject({
      value: { serving: [{ commit: 'aaaaaaa' }], rollout },
    });
  });

  it.each([
    ['none was reported', []],
    ['none succeeded', [deploy('d1', { state: 'failed' })]],
    ['the newest ended without a result', [deploy('d1'), deploy('d2', { state: 'unknown' })]],
  ])('serves something unknown when %s', async (_, deploys) => {
    expect(await (await aTarget(deploys)).readServing('worker')).toEqual({
      type: 'unknown',
      why: expect.stringMatching(/worker.*\.$/),
    });
  });

  it('has its deploys as builds, and the succeeded ones as revisions', async () => {
    const target = await aTarget([
      deploy('d0', { ended_at: Instant.parse('2026-02-05T22:00:00.000000Z') }),
      deploy('d1'),
      deploy('d2', { state: 'failed' }),
      deploy('d3', { state: 'running', ended_at: null }),
    ]);
    expect(await target.readBuilds(SINCE)).toMatchObject([
      { name: 'deploys.json', builds: { value: [] } },
      {
        builds: {
          value: [
            { id: 'd3', state: 'running', service: 'worker', by: 'ann' },
            { id: 'd2', state: 'failed' },
            { id: 'd1', state: 'succeeded' },
          ],
        },
      },
    ]);
    expect(await target.readRevisions('worker', SINCE)).toMatchObject({ value: [{ revision: 'd1', by: 'ann' }] });
  });

  it.each([
    ['the store cannot be reached', new Unavailable('The document store', new Error('it is away'))],
    ['a record is damaged', new InvalidDocument('deploys/d1', { issues: ['state: cannot be reached'], cause: null })],
  ])('is unknown while %s', async (_, error) => {
    const store: DocumentStore = { ...memoryStore(), query: () => Promise.reject(error) };
    const target = reportedTarget({ store, services: ['worker'] });
    const unknown = { type: 'unknown', why: expect.stringContaining('cannot be reached') };
    expect(await target.readServing('worker')).toEqual(unknown);
    expect(await target.readBuilds(SINCE)).toMatchObject([{ builds: unknown }]);
  });
});

describe('a service that an observer covers', () => {
  it('is what the observer sees, whatever its deploys report', async () => {
    const services = { worker: { serving: [{ revision: 'worker-2', commit: 'ccccccc', percent: 100 }] } };
    const target = await aTarget([deploy('d1')], { services });
    expect(await target.readServing('worker')).toMatchObject({
      value: { serving: [{ commit: 'ccccccc' }], evidence: 'observed' },
    });
    expect(await target.readBuilds(SINCE)).toMatchObject([{ builds: { value: [] } }, { builds: { value: [] } }]);
  });

  it('is unknown while the observer cannot say which services it covers', async () => {
    const target = await aTarget([deploy('d1')], '{');
    expect(await target.readServing('worker')).toMatchObject({ type: 'unknown' });
    expect(await target.readRevisions('worker', SINCE)).toMatchObject({ type: 'unknown' });
    expect(await target.readBuilds(SINCE)).toMatchObject([{ builds: { type: 'unknown' } }]);
  });
});

async function aTarget(deploys: readonly DeployRecord[], file?: unknown): Promise<DeployTarget> {
  const store = memoryStore();
  for (const record of deploys) await store.create(deployRef(record.deploy_id), record);
  return combinedTarget({
    observers: [fileDeployTarget(aDeploysFile(file))],
    fallback: (services) => reportedTarget({ store, services }),
    services: ['worker', 'bot'],
  });
}

/** A deploy of worker. Deploys with later names started later. */
function deploy(id: string, fields: Partial<DeployRecord> = {}): DeployRecord {
  const minute = id.slice(1).padStart(2, '0');
  return {
    deploy_id: id,
    service: 'worker',
    token: 1,
    claimant: ANN,
    commit: 'aaaaaaa',
    state: 'succeeded',
    started_at: Instant.parse(`2026-02-05T23:${minute}:00.000000Z`),
    ended_at: Instant.parse(`2026-02-05T23:${minute}:30.000000Z`),
    served: null,
    diff_url: null,
    mirror_due_since: null,
    ...fields,
  };
}
