import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ServingRevision } from '#src/platform/deploy-target.ts';
import { fileDeployTarget } from '#src/platform/embedded/file-deploy-target.ts';
import { type TargetWorld, testDeployTarget } from '#test/contracts/deploy-target.contract.ts';
import { aDeploysFile } from './a-deploys-file.ts';

const SINCE = new Date('2026-02-05T23:00:00Z');
const SERVING = { serving: [{ revision: 'worker-1', commit: '4f2c1ab', percent: 100 }] };
const BUILD = { id: 'b1', state: 'running', started_at: '2026-02-05T23:00:00Z' };

testDeployTarget(async (world) => fileDeployTarget(aDeploysFile(fileOf(world))));

describe('a file that does not exist', () => {
  it('covers no service and has no builds', async () => {
    const target = fileDeployTarget(aDeploysFile());
    expect(await target.covers('worker')).toEqual({ type: 'known', value: false });
    expect(await target.readBuilds(SINCE)).toEqual([{ name: 'deploys.json', builds: { type: 'known', value: [] } }]);
  });
});

describe('a service that the file names', () => {
  it.each([
    ['under services', { services: { worker: SERVING } }],
    ['by a revision', { revisions: [{ service: 'worker', revision: 'worker-1', created_at: '2026-02-05T23:00:00Z' }] }],
    ['by a build', { builds: [{ ...BUILD, service: 'worker' }] }],
  ])('is covered %s', async (_, content) => {
    const target = fileDeployTarget(aDeploysFile(content));
    expect(await target.covers('worker')).toEqual({ type: 'known', value: true });
    expect(await target.covers('toString')).toEqual({ type: 'known', value: false });
  });
});

describe('a file that cannot be used is unknown, and never "nothing there"', () => {
  it.each([
    ['half of a file', '{"services": {"wor', /is not JSON: .*rename it/],
    ['an empty file', '', /is not JSON/],
    ['a list', [], /the whole file: .*expected object/],
    ['a field with a wrong name', { service: {} }, /"service"/],
    ['a commit that is none', withCommit('main'), /services\.worker\.serving\.0\.commit: it must be a commit id/],
    ['a share of more than all', withPercent(101), /services\.worker\.serving\.0\.percent/],
    [
      'a variable with its value',
      { services: { worker: { serving: [{ ...SERVING.serving[0], variables: ['KEY=secret'] }] } } },
      /variables\.0: it must be the name of an environment variable, without its value/,
    ],
    ['a time that is none', { builds: [{ ...BUILD, started_at: 'now' }] }, /builds\.0\.started_at: it must be a time/],
    ['a state that does not exist', { builds: [{ ...BUILD, state: 'done' }] }, /builds\.0\.state/],
    ['a field that is there twice', '{"builds": [], "builds": []}', /has the field builds twice/],
  ])('%s', async (_, content, fault) => {
    const path = aDeploysFile(content);
    const target = fileDeployTarget(path);
    const unknown = { type: 'unknown', why: expect.stringMatching(fault) };
    expect(await target.covers('worker')).toEqual(unknown);
    expect(await target.readServing('worker')).toEqual(unknown);
    expect(await target.readRevisions('worker', SINCE)).toEqual(unknown);
    expect(await target.readBuilds(SINCE)).toEqual([{ name: 'deploys.json', builds: unknown }]);
    expect(await target.covers('worker')).toMatchObject({ why: expect.stringContaining(path) });
  });

  it('a folder in the place of the file', async () => {
    const path = aDeploysFile();
    mkdirSync(path);
    expect(await fileDeployTarget(path).covers('worker')).toMatchObject({
      why: expect.stringContaining('it is a folder'),
    });
  });

  it('names three of many faults', async () => {
    const builds = Array.from({ length: 5 }, () => ({ ...BUILD, state: 'done' }));
    const { why } = Object.assign({ why: '' }, await fileDeployTarget(aDeploysFile({ builds })).covers('worker'));
    expect(why).toMatch(/builds\.0\.state.*builds\.2\.state.*, and 2 more\./);
    expect(why).not.toContain('builds.3');
  });
});

it('reads the file again at each call', async () => {
  const path = aDeploysFile('{');
  const target = fileDeployTarget(path);
  expect(await target.covers('worker')).toMatchObject({ type: 'unknown' });
  writeFileSync(path, JSON.stringify({ services: { worker: SERVING } }));
  expect(await target.covers('worker')).toEqual({ type: 'known', value: true });
});

function withCommit(commit: string) {
  return { services: { worker: { serving: [{ revision: 'worker-1', commit, percent: 100 }] } } };
}

function withPercent(percent: number) {
  return { services: { worker: { serving: [{ revision: 'worker-1', commit: null, percent }] } } };
}

function withNames({ variables, ...revision }: ServingRevision) {
  return variables === undefined ? revision : { ...revision, variables: variables.map(({ name }) => name) };
}

function fileOf({ serving, revisions, builds }: TargetWorld) {
  return {
    services: Object.fromEntries(
      Object.entries(serving).map(([name, state]) => [name, { ...state, serving: state.serving.map(withNames) }]),
    ),
    revisions: revisions.map(({ createdAt: created_at, ...same }) => ({ ...same, created_at })),
    builds: builds.map(({ startedAt: started_at, endedAt: ended_at, ...same }) => ({ ...same, started_at, ended_at })),
  };
}
