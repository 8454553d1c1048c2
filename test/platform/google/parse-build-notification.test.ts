import { describe, expect, it } from 'vitest';
import { parseBuildNotification } from '#src/platform/google/parse-build-notification.ts';

const SERVICES = new Map([
  ['worker', 'projects/nba-props/locations/us-west2/services/prediction-worker'],
  ['bot', 'projects/nba-props/locations/us-west2/services/bot'],
  ['bot-east', 'projects/nba-props/locations/us-east1/services/bot'],
]);

/** A message of Cloud Build, with the fields that it writes for a build of a trigger. */
const BUILD = {
  id: '7a1b6f0e-4c1d-4a57-9c6a-0f2d3a1c9e11',
  name: 'projects/1234567890/locations/us-west2/builds/7a1b6f0e-4c1d-4a57-9c6a-0f2d3a1c9e11',
  projectId: 'nba-props',
  status: 'WORKING',
  createTime: '2026-02-05T23:00:00.123456789Z',
  startTime: '2026-02-05T23:00:01Z',
  steps: [{ name: 'gcr.io/cloud-builders/docker' }],
  images: ['us-docker.pkg.dev/nba-props/tipoff/prediction-worker:4f2c1ab'],
  substitutions: { COMMIT_SHA: '4f2c1ab00000000000000000000000000000aaaa', TRIGGER_NAME: 'deploy-worker' },
  logUrl: 'https://console.cloud.google.com/cloud-build/builds/7a1b6f0e',
};

describe('a message of Cloud Build', () => {
  it('is a build with its service, state, commit, times and trigger', () => {
    expect(parse(BUILD)).toEqual({
      type: 'build',
      build: {
        id: BUILD.id,
        service: 'worker',
        state: 'running',
        commit: '4f2c1ab00000000000000000000000000000aaaa',
        startedAt: '2026-02-05T23:00:01.000Z',
        endedAt: null,
        by: 'trigger deploy-worker',
        url: BUILD.logUrl,
      },
    });
  });

  it('starts when it was created, until it has a start', () => {
    const { startTime: _, ...queued } = { ...BUILD, status: 'QUEUED' };
    expect(parse(queued)).toMatchObject({ build: { state: 'queued', startedAt: '2026-02-05T23:00:00.123Z' } });
  });

  it.each([
    [
      'of a service in the location of the build',
      { name: 'projects/1/locations/us-east1/builds/b' },
      ['bot', 'bot-east'],
    ],
    [
      'of the only service with the name, in any location',
      { name: 'projects/1/locations/global/builds/b' },
      ['prediction-worker', 'worker'],
    ],
    ['of no service, if two have the name and neither is in its location', { name: undefined }, ['bot', null]],
    ['of no service of another project', { projectId: 'other' }, ['bot', null]],
  ])('is %s', (_, fields, [image, service]) => {
    expect(parse({ ...BUILD, ...fields, images: [image] })).toMatchObject({ build: { service } });
  });

  it.each([
    ['not JSON', 'hello', 'the body'],
    ['a list', '[]', 'the body'],
    ['a build without its state', JSON.stringify({ ...BUILD, status: undefined }), 'status'],
    ['a build with a time that is none', JSON.stringify({ ...BUILD, createTime: 'now' }), 'createTime'],
  ])('that is %s is unreadable, and says what is wrong', (_, body, fault) => {
    expect(parseBuildNotification({ messageId: '17', body }, SERVICES)).toEqual({
      type: 'unreadable',
      messageId: '17',
      why: expect.stringContaining(`The message is not a build of Cloud Build. ${fault}: `),
    });
  });
});

function parse(build: object) {
  return parseBuildNotification({ messageId: '17', body: JSON.stringify(build) }, SERVICES);
}
