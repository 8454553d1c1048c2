import { describe, expect, it } from 'vitest';
import { renderAnnouncement } from '#src/bot/slack/messages/render-announcement.ts';
import { DEPLOYS } from '#src/coordination/deploys/deploy-record.ts';
import { UNANNOUNCED_DEPLOYS } from '#src/coordination/deploys/unannounced-deploy.ts';
import { INCIDENTS } from '#src/coordination/incidents/incident.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { watchUnannouncedDeploys } from '#src/jobs/watch-deploys.ts';
import type { App } from '#src/operations/app.ts';
import { Announcement } from '#src/pipeline/announcement.ts';
import { instantFromDate } from '#src/platform/instant.ts';
import { AGENT, ANN } from '../coordination/identity/actors.ts';
import { anApp, run } from '../operations/deploy/a-deploy.ts';
import { aBuild, aRevision, aTarget, type TargetFacts } from '../operations/deploy/a-target.ts';
import { memoryStore } from '../pipeline/pipeline-stores.ts';

const MINUTE_MS = 60_000;
const START = Date.parse('2026-02-05T23:00:00Z');
const SERVES = {
  worker: { serving: [{ revision: 'worker-00042', commit: '4f2c1ab', percent: 100 }], rollout: 'settled' },
} as const;

describe('a deploy that nobody announced', () => {
  it('is announced once, over looks, restarts and processes', async () => {
    const world = await aWorld({ builds: [build()], revisions: [revision({ service: 'bot', revision: 'bot-1' })] });
    await world.look();
    expect(await world.titles()).toEqual(['⚠ Unannounced deploy of bot', '⚠ Unannounced deploy of worker']);
    const other = await world.again();
    await Promise.all([world.look(), other.look()]);
    world.later(MINUTE_MS);
    await other.look();
    expect(await world.titles()).toEqual(['⚠ Unannounced deploy of bot', '⚠ Unannounced deploy of worker']);
  });

  it('is found once by two processes that look at the same time', async () => {
    const world = await aWorld({ builds: [build()] });
    const other = await world.again();
    await Promise.all([world.look(), other.look()]);
    expect(await world.titles()).toHaveLength(1);
  });

  it('stays one message when the revision of its build appears, and ends when the revision serves', async () => {
    const world = await aWorld({ builds: [build()] });
    await world.look();
    world.becomes({
      builds: [build({ state: 'succeeded', endedAt: time(2) })],
      revisions: [revision({ createdAt: time(2) })],
      serving: SERVES,
    });
    world.later(3 * MINUTE_MS);
    await world.look();
    expect(await world.titles()).toEqual(['○ Unannounced deploy of worker has ended']);
    expect(await world.texts()).toEqual([expect.stringContaining('Revision worker-00042 · commit 4f2c1ab')]);
    expect(await world.texts()).toEqual([expect.stringContaining('It has served since')]);
  });

  it('ends when its build fails', async () => {
    const world = await aWorld({ builds: [build()] });
    await world.look();
    world.becomes({ builds: [build({ state: 'failed', endedAt: time(1) })] });
    await world.look();
    expect(await world.texts()).toEqual([expect.stringContaining('It failed by')]);
  });

  it('ends when somebody announces it while it runs', async () => {
    const world = await aWorld({ builds: [build()] });
    await world.look();
    await run(world.app, ANN, ['claim', { service: 'worker', reason: 'Fix' }]);
    await world.look();
    expect(await world.titles()).toEqual(['○ Deploy of worker by ann']);
    expect(await world.texts()).toEqual([expect.stringContaining('ann announced it while it ran.')]);
  });

  it('is found after an outage of Tipoff, however long ago it was within six hours', async () => {
    const world = await aWorld({});
    await world.look();
    world.later(180 * MINUTE_MS);
    world.becomes({ revisions: [revision({ createdAt: time(60) })], serving: SERVES });
    await world.look();
    expect(await world.titles()).toEqual(['○ Unannounced deploy of worker has ended']);
  });
});

describe('nothing is announced', () => {
  it('of a build or a revision under a lock, before the first look, or that failed', async () => {
    const world = await aWorld({
      builds: [build(), build({ id: 'b2', state: 'failed', service: 'bot', endedAt: time(0) })],
    });
    await run(world.app, AGENT, ['start', { service: 'worker' }]);
    await world.look();
    expect(await world.titles()).toEqual([]);
  });

  it('of a build that names no service, until a revision of its commit appears', async () => {
    const world = await aWorld({ builds: [build({ service: null })] });
    await world.look();
    expect(await world.titles()).toEqual([]);
    world.becomes({
      builds: [build({ service: null, state: 'succeeded', endedAt: time(2) })],
      revisions: [revision({ createdAt: time(2) }), revision({ service: 'bot', revision: 'bot-1', commit: '9999999' })],
      serving: SERVES,
    });
    world.later(3 * MINUTE_MS);
    await world.look();
    const found = (await world.store.query({ collection: UNANNOUNCED_DEPLOYS }, {})).flatMap(
      ({ data }) => data.deploys,
    );
    expect(found).toMatchObject([
      { revision: 'bot-1', build: null },
      { revision: 'worker-00042', build: { id: 'build-1', url: 'https://console.example/build-1' } },
    ]);
  });
});

describe('the button "This is mine"', () => {
  it('records whose a deploy in progress is, and claims the free lock for it', async () => {
    const world = await aWorld({ builds: [build()] });
    await world.look();
    const outcome = await run(world.app, ANN, ['mine', { service: 'worker', deploy: 'build-1' }]);
    expect(outcome).toMatchObject({ decision: 'done', data: { service: 'worker', token: 1 } });
    expect(outcome.message).toContain('You hold the lock of worker');
    expect(await world.titles()).toEqual(['● Deploy of worker by ann']);
    expect(await world.records()).toMatchObject([
      { service: 'worker', state: 'running', commit: '4f2c1ab', claimant: { name: 'ann' } },
    ]);
    expect(await run(world.app, ANN, ['mine', { service: 'worker', deploy: 'build-1' }])).toMatchObject({
      decision: 'done',
    });
    expect(await world.records()).toHaveLength(1);
  });

  it('attaches the revision that comes out of it, and announces nothing more', async () => {
    const world = await aWorld({ builds: [build()] });
    await world.look();
    await run(world.app, ANN, ['mine', { service: 'worker', deploy: 'build-1' }]);
    world.becomes({
      builds: [build({ state: 'succeeded', endedAt: time(2) })],
      revisions: [revision({ createdAt: time(2) })],
      serving: SERVES,
    });
    world.later(3 * MINUTE_MS);
    await world.look();
    expect(await world.titles()).toEqual(['○ Deploy of worker by ann']);
  });

  it('records an ended deploy in the history of the service, without a lock', async () => {
    const world = await aWorld({ revisions: [revision()], serving: SERVES });
    await world.look();
    const outcome = await run(world.app, ANN, ['mine', { service: 'worker', deploy: 'worker-00042' }]);
    expect(outcome).toMatchObject({ decision: 'done', data: { token: null } });
    expect(await world.records()).toMatchObject([{ state: 'succeeded', token: 0, claimant: { name: 'ann' } }]);
    expect(await run(world.app, ANN, ['status', { service: 'worker' }])).toMatchObject({
      data: { locks: [{ state: 'free' }] },
    });
  });

  it('takes the first answer', async () => {
    const world = await aWorld({ revisions: [revision()], serving: SERVES });
    await world.look();
    await run(world.app, ANN, ['mine', { service: 'worker', deploy: 'worker-00042' }]);
    expect(await run(world.app, AGENT, ['mine', { service: 'worker', deploy: 'worker-00042' }])).toMatchObject({
      decision: 'refused',
      code: 'claimed_before',
      message: expect.stringContaining('ann has already said'),
    });
    expect(await run(world.app, ANN, ['mine', { service: 'worker', deploy: 'other' }])).toMatchObject({
      code: 'unknown_deploy',
    });
  });
});

describe('a source that cannot be read', () => {
  it('is one incident after ten minutes, which ends by itself', async () => {
    const world = await aWorld({ buildsUnreadable: true, unreadable: ['worker'] });
    await world.look();
    world.later(9 * MINUTE_MS);
    expect(await world.look()).toContain('These sources cannot be read: Cloud Build in us-west2, worker.');
    expect(await world.incidents()).toEqual([]);
    world.later(2 * MINUTE_MS);
    await world.look();
    expect(await world.incidents()).toMatchObject([{ state: 'open', title: 'Tipoff cannot see all deploys' }]);
    world.becomes({});
    await world.look();
    expect(await world.incidents()).toMatchObject([{ state: 'resolved', resolved_by: null }]);
  });

  it('hides no deploy: the next good look reads what it missed', async () => {
    const world = await aWorld({});
    await world.look();
    world.becomes({ unreadable: ['worker'] });
    world.later(30 * MINUTE_MS);
    await world.look();
    world.becomes({ revisions: [revision({ createdAt: time(10) })], serving: SERVES });
    world.later(MINUTE_MS);
    await world.look();
    expect(await world.titles()).toHaveLength(1);
  });
});

/** A target and an app whose clock stands at `START` until `later`. */
async function aWorld(initial: TargetFacts) {
  let facts = initial;
  let now = START;
  const store = memoryStore(() => {
    now += 0.001;
    return Math.round(now * 1_000);
  });
  const openOne = () => anApp({ store, target: aTarget(() => facts), now: () => new Date(now) });
  const app = await openOne();
  const posts = async () => {
    const found = await store.query({ collection: POSTS }, {});
    const announcements = found.map(({ data }) => Announcement.parse(JSON.parse(data.wanted)));
    return announcements.filter(({ type }) => type === 'unannounced-deploy').map(renderAnnouncement);
  };
  const worldOf = (own: App) => ({
    app: own,
    store,
    look: () => watchUnannouncedDeploys.run(own, new Date(now)),
    again: async () => worldOf(await openOne()),
    becomes: (next: TargetFacts) => {
      facts = next;
    },
    later: (ms: number) => {
      now += ms;
    },
    titles: async () => (await posts()).map(({ text }) => text.split(' · ')[0] ?? ''),
    texts: async () => (await posts()).map(({ text }) => text),
    records: async () => (await store.query({ collection: DEPLOYS }, {})).map(({ data }) => data),
    incidents: async () => (await store.query({ collection: INCIDENTS }, {})).map(({ data }) => data),
  });
  return worldOf(app);
}

function time(minutes: number): string {
  return instantFromDate(new Date(START + minutes * MINUTE_MS));
}

function build(fields: Parameters<typeof aBuild>[0] = {}) {
  return aBuild({ startedAt: time(0), ...fields });
}

function revision(fields: Parameters<typeof aRevision>[0] = {}) {
  return aRevision({ createdAt: time(0), ...fields });
}
