import { describe, expect, it } from 'vitest';
import { createApp } from '#src/app.ts';
import { renderSetup } from '#src/bot/cli/render/render-setup.ts';
import { personAt } from '#src/coordination/identity/actor.ts';
import { setUpProject } from '#src/operations/gcp/setup.ts';
import type { CloudSetupReport, CloudSetupRequest } from '#src/platform/cloud-setup.ts';

const ANN = personAt('cli', { name: 'ann' });
const IMAGE = `us-docker.pkg.dev/p/tipoff/tipoff@sha256:${'a'.repeat(64)}`;
const BY_HAND = ['In Slack, invite the app to its channels.'];

function aReport(...results: CloudSetupReport['steps'][number]['result'][]): CloudSetupReport {
  const steps = results.map((result, at) => ({
    resource: `topic t${at}`,
    result,
    detail: result === 'not_possible' ? 'Grant your account the role roles/pubsub.admin.' : '',
  }));
  return { project: 'p', steps, byHand: BY_HAND };
}

async function setUpWith(report: CloudSetupReport, given: object = {}) {
  const requests: CloudSetupRequest[] = [];
  const setUpCloud = async (request: CloudSetupRequest) => {
    requests.push(request);
    return report;
  };
  const { app } = createApp({ platform: 'embedded', dataFolder: 'nowhere' }, { setUpCloud });
  const input = setUpProject.input.parse(given);
  const outcome = await setUpProject.run(app, { input, actor: ANN, request: 'r1', progress: () => undefined });
  return { outcome, requests };
}

describe('tipoff gcp setup', () => {
  it('counts what it did, and says what is left to do by hand', async () => {
    const { outcome, requests } = await setUpWith(aReport('created', 'changed', 'unchanged'), { image: IMAGE });
    expect(requests).toEqual([{ mode: 'apply', workers: 'push', image: IMAGE }]);
    expect(outcome).toMatchObject({ decision: 'done', code: 'ok', data: { by_hand: BY_HAND } });
    expect(outcome.message).toBe(
      '3 resources in the project p: 1 were created, 1 were changed, 1 were as they should be.',
    );
  });

  it('changes nothing in a dry run, and offers to carry out the plan', async () => {
    const { outcome, requests } = await setUpWith(aReport('to_create', 'to_change'), {
      dry_run: true,
      workers: 'pull',
    });
    expect(requests).toEqual([{ mode: 'plan', workers: 'pull' }]);
    expect(outcome.message).toBe(
      '2 resources in the project p: 1 would be created, 1 would be changed, 0 are as they should be. Nothing was changed.',
    );
    expect(outcome.next).toEqual([
      { operation: 'gcp setup', arguments: { workers: 'pull' }, why: 'Carry out this plan.' },
    ]);
  });

  it('is refused with the whole report when something is not possible', async () => {
    const { outcome } = await setUpWith(aReport('created', 'not_possible'));
    expect(outcome).toMatchObject({ decision: 'refused', code: 'setup_incomplete', data: { project: 'p' } });
    expect(outcome.message).toMatch(/1 was not possible. Do what its line says, and run setup again\.$/);
    expect(renderSetup(outcome.data ?? { project: 'p', steps: [], by_hand: [] }).split('\n')).toEqual([
      'result        resource  difference',
      'created       topic t0',
      'not possible  topic t1',
      '',
      'Not possible:',
      '- topic t1: Grant your account the role roles/pubsub.admin.',
      '',
      'Still to do by hand:',
      '- In Slack, invite the app to its channels.',
    ]);
  });

  it.for(['tipoff:latest', 'us-docker.pkg.dev/p/tipoff/tipoff', 'tipoff@sha256:abc'])(
    'refuses the image %s, and says how to get a digest',
    (image) => {
      const { error } = setUpProject.input.safeParse({ image });
      expect(error?.issues.map(({ message }) => message).join()).toMatch(
        /digest.*gcloud artifacts docker images describe/,
      );
    },
  );

  it('says what to set where the data is on this machine', async () => {
    const { app } = createApp({ platform: 'embedded', dataFolder: 'nowhere' });
    const call = { input: setUpProject.input.parse({}), actor: ANN, request: 'r1', progress: () => undefined };
    await expect(setUpProject.run(app, call)).rejects.toThrow(/Set PLATFORM to gcp and GCP_PROJECT_ID/);
  });
});
