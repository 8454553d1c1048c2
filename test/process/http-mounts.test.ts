import { expect, it } from 'vitest';
import type { ProcessPart } from '#src/platform/process-part.ts';
import { httpMounts } from '#src/process/http-mounts.ts';
import { anApp } from '../operations/deploy/a-deploy.ts';

const slack = () => undefined;

it.each<[readonly ProcessPart[], readonly string[]]>([
  [['bot'], ['/api/', '/mcp', '/slack/events']],
  [['jobs'], ['/check-stalled', '/jobs/']],
  [['worker'], ['/pubsub/predict']],
  [
    ['bot', 'jobs', 'worker'],
    ['/api/', '/check-stalled', '/jobs/', '/mcp', '/pubsub/predict', '/slack/events'],
  ],
])('the parts %j serve %j and nothing else', async (parts, paths) => {
  const { operations, mounts, guardedMounts } = httpMounts({ app: await anApp(), version: '1', parts, slack });
  const served = [...(operations.length > 0 ? ['/api/'] : []), ...Object.keys({ ...mounts, ...guardedMounts })];
  expect(served.toSorted()).toEqual(paths);
});

it('the requests of Slack have no path here while the bot uses Socket Mode', async () => {
  expect(httpMounts({ app: await anApp(), version: '1' }).guardedMounts).not.toHaveProperty('/slack/events');
});
