import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createApp } from '#src/app.ts';
import { exitCodeOfOutcome } from '#src/bot/cli/exit-code.ts';
import { incidentRef } from '#src/coordination/incidents/incident.ts';
import type { ReplyData } from '#src/operations/registry.ts';
import type { BuildNotification } from '#src/platform/build-notifications.ts';
import type { PartialTarget } from '#src/platform/deploy-target.ts';
import { known, type Reading, unknown } from '#src/platform/reading.ts';
import { buildWatch } from '#src/workers/build-watch.ts';
import { ANN } from '../coordination/identity/actors.ts';
import { ask } from '../operations/deploy/a-deploy.ts';
import { aBuild, aTarget, type TargetFacts } from '../operations/deploy/a-target.ts';
import { memoryStore, silentLog } from '../pipeline/pipeline-stores.ts';

const SUBSCRIPTION = 'projects/nba-props/subscriptions/tipoff-builds';
const DENIED = 'Pub/Sub does not let Tipoff read the subscription.';
const MINUTE_MS = 60_000;

describe('the builds of `deploy active`, with messages', () => {
  it('are listed until a process has read the messages', async () => {
    const world = await aWorld();
    world.facts = { builds: [aBuild()] };
    expect(await world.active()).toMatchObject({ builds: ['build-1 running'], exit: 0 });
    expect(world.lists).toBe(1);
  });

  it('come from the messages afterwards, without a question to the target', async () => {
    const world = await aWorld();
    world.facts = { builds: [aBuild({ id: 'before' })] };
    await world.watch.tick();
    await world.deliver(aBuild({ id: 'after' }));
    expect(await world.active()).toMatchObject({ builds: ['after running', 'before running'], exit: 0 });
    await world.watch.tick();
    expect(world.lists).toBe(1);
  });

  it('survive a restart: a build that was seen is still shown, and its end is taken from a late message', async () => {
    const world = await aWorld();
    await world.watch.tick();
    await world.deliver(aBuild());
    await world.watch.stop();
    const next = buildWatch(world.deps);
    await next.tick();
    expect(await world.active()).toMatchObject({ builds: ['build-1 running'] });
    await world.deliver(aBuild({ state: 'failed', endedAt: new Date().toISOString() }));
    await world.deliver(aBuild());
    expect(await world.active()).toMatchObject({ builds: ['build-1 failed'] });
  });

  it('are unknown while the subscription cannot be read, and listed again afterwards', async () => {
    const world = await aWorld();
    await world.watch.tick();
    world.check = unknown(DENIED);
    await world.watch.tick();
    expect(await world.active()).toMatchObject({ builds: [], exit: 3, unknown: [{ why: DENIED }] });
    world.check = known('readable');
    world.facts = { builds: [aBuild({ id: 'in between' })] };
    await world.watch.tick();
    expect(await world.active()).toMatchObject({ builds: ['in between running'], exit: 0, unknown: [] });
    expect(world.lists).toBe(2);
  });

  it('are unknown while neither messages nor a list can be read', async () => {
    const world = await aWorld();
    world.facts = { buildsUnreadable: true };
    await world.watch.tick();
    expect(await world.active()).toMatchObject({ builds: [], exit: 3 });
  });

  it('are listed again as soon as no process reads the messages', async () => {
    const world = await aWorld();
    await world.watch.tick();
    await world.watch.stop();
    world.facts = { builds: [aBuild({ id: 'later' })] };
    expect(await world.active()).toMatchObject({ builds: ['later running'] });
  });

  it('are listed again when the process that read the messages was killed', async () => {
    const world = await aWorld();
    await world.watch.tick();
    world.facts = { builds: [aBuild({ id: 'later' })] };
    world.now = new Date(world.now.getTime() + MINUTE_MS);
    expect(await world.active()).toMatchObject({ builds: ['later running'] });
  });
});

it('a message that is not a build opens one incident, which counts the later ones', async () => {
  const world = await aWorld();
  await world.watch.tick();
  const why = 'The message is not a build of Cloud Build.';
  await world.notify({ type: 'unreadable', messageId: '17', why });
  await world.notify({ type: 'unreadable', messageId: '18', why });
  const incident = (await world.app.store.get(incidentRef('build-message-unreadable')))?.data;
  expect(incident).toMatchObject({
    state: 'open',
    title: 'A message about a build cannot be read',
    detail: expect.stringContaining(`The message 18 of ${SUBSCRIPTION} was acknowledged and set aside. ${why}`),
  });
});

/** An app whose builds come from messages, the watch that reads them, and the place that the test changes. */
async function aWorld() {
  const dataFolder = await mkdtemp(join(tmpdir(), 'tipoff-builds-'));
  let handle: ((notification: BuildNotification) => Promise<void>) | undefined;
  const observed: { facts: TargetFacts; lists: number; check: Reading<'readable'>; now: Date } = {
    facts: {},
    lists: 0,
    check: known('readable'),
    now: new Date(),
  };
  const target = aTarget(() => observed.facts);
  const observer: PartialTarget = {
    ...target,
    covers: async () => known(true),
    readBuilds: async (since) => {
      observed.lists += 1;
      return await target.readBuilds(since);
    },
    close: async () => undefined,
  };
  const notifications = {
    name: SUBSCRIPTION,
    check: async () => observed.check,
    consume: async (each: typeof handle) => {
      handle = each;
      return { stop: async () => undefined };
    },
    close: async () => undefined,
  };
  const { app, close } = createApp(
    { platform: 'embedded', dataFolder },
    { log: silentLog, store: memoryStore(() => observed.now.getTime() * 1_000) },
    { observers: [observer], notifications },
  );
  onTestFinished(async () => {
    await close();
    await rm(dataFolder, { recursive: true, force: true });
  });
  const deps = { ...app, notifications, listBuilds: observer.readBuilds };
  const notify = async (notification: BuildNotification) => await handle?.(notification);
  return Object.assign(observed, {
    app,
    deps,
    watch: buildWatch(deps),
    notify,
    deliver: (build: ReturnType<typeof aBuild>) => notify({ type: 'build', build }),
    active: async () => {
      const outcome = await ask(app, ANN, ['deploy active', {}]);
      const { active, unknown: sources } = outcome.data as ReplyData<'deploy active'>;
      const builds = active.filter(({ kind }) => kind === 'build').map(({ name, state }) => `${name} ${state}`);
      return { builds: builds.toSorted(), exit: exitCodeOfOutcome(outcome), unknown: sources };
    },
  });
}
