import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { createApp, openApp } from '#src/app.ts';
import { readConfig } from '#src/config/config.ts';
import { verifyAudit } from '#src/coordination/audit/verify-audit.ts';
import { lockRef } from '#src/coordination/deploy-locks/lock-storage.ts';
import { type Actor, personAt } from '#src/coordination/identity/actor.ts';
import type { App } from '#src/operations/app.ts';
import { claimDeployLock } from '#src/operations/deploy/claim.ts';
import { startFirestoreEmulator } from '#test/emulators/firestore-emulator.ts';
import { contenders } from './contend.ts';

const PROCESSES = 4;
const ROUNDS = 2;
const CONTENDERS = 50;

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tipoff-locks-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function rounds(variables: Readonly<Record<string, string>>, { each, times }: { each: number; times: number }) {
  const all = await contenders(PROCESSES, { each, variables });
  const winners: (readonly number[])[] = [];
  for (let round = 0; round < times; round += 1) {
    winners.push((await Promise.all(all.map((one) => one.send('claim')))).flat());
    await Promise.all(all.map((one) => one.send('release')));
  }
  return winners;
}

describe('RT-22: contenders in four processes', () => {
  it('one of 1,000 concurrent claims on one file wins, every time, with a higher token', async () => {
    const dataFolder = await aFolder();
    const winners = await rounds({ TIPOFF_DATA: dataFolder }, { each: 250, times: ROUNDS });
    expect(winners).toEqual(Array.from({ length: ROUNDS }, (_, round) => [round + 1]));
    const { app, close } = createApp({ platform: 'embedded', dataFolder });
    expect((await app.store.get(lockRef('worker')))?.data).toMatchObject({ hold: null, token: ROUNDS });
    expect(await verifyAudit(app.store, app.audit)).toMatchObject({ faults: [] });
    await close();
  });

  it('each contender gets the lock in the end: no reservation is lost, and no two tokens are equal', async () => {
    const dataFolder = await aFolder();
    const all = await contenders(PROCESSES, { each: 5, variables: { TIPOFF_DATA: dataFolder } });
    const tokens = (await Promise.all(all.map((one) => one.send('serve')))).flat();
    expect(tokens.toSorted((a, b) => a - b)).toEqual(Array.from({ length: PROCESSES * 5 }, (_, index) => index + 1));
  });

  it('contenders that are killed leave at most one lock, and the others continue', async () => {
    const dataFolder = await aFolder();
    const all = await contenders(PROCESSES, { each: 20, variables: { TIPOFF_DATA: dataFolder } });
    const claims = all.map((one) => one.send('claim').catch(() => []));
    await all[0]?.kill();
    const winners = (await Promise.all(claims.slice(1))).flat();
    expect(winners.length).toBeLessThanOrEqual(1);
    const { app, close } = createApp({ platform: 'embedded', dataFolder });
    expect((await app.store.get(lockRef('worker')))?.data.token).toBe(1);
    expect(await verifyAudit(app.store, app.audit)).toMatchObject({ faults: [] });
    await close();
  });
});

const emulator = await startFirestoreEmulator();
afterAll(() => emulator?.stop());

async function onFirestore(projectId: string): Promise<Readonly<Record<string, string>>> {
  return {
    PLATFORM: 'gcp',
    GCP_PROJECT_ID: projectId,
    FIRESTORE_EMULATOR_HOST: `${emulator?.host}:${emulator?.port}`,
    PUBSUB_EMULATOR_HOST: '127.0.0.1:1',
    TIPOFF_DATA: await aFolder(),
  };
}

describe.skipIf(emulator === undefined)('RT-22: contenders over Firestore', () => {
  it('one of 20 concurrent claims in four processes wins, every time, with a higher token', async () => {
    const winners = await rounds(await onFirestore('tipoff-test'), { each: 5, times: 2 });
    expect(winners).toEqual([[1], [2]]);
  });

  it('one of 50 contenders in one process wins, and the others learn who holds the lock', async () => {
    const variables = await onFirestore('tipoff-fifty');
    const { app, close } = await openApp(readConfig(variables, { working: '/', tipoff: '/' }));
    onTestFinished(close);
    const people = Array.from({ length: CONTENDERS }, (_, index) => personAt('cli', { name: `person-${index}` }));
    const answers = await Promise.all(people.map((person) => claimWorker(app, person)));
    const codes = Object.groupBy(answers, ({ code }) => code);
    expect(codes['ok']).toHaveLength(1);
    expect(codes['lock_held']).toHaveLength(CONTENDERS - 1);
  });
});

function claimWorker(app: App, actor: Actor) {
  const input = { service: 'worker', reason: 'One of fifty', for: '30m', without_lock: false };
  return claimDeployLock.run(app, { input, actor, request: randomUUID(), progress: () => undefined });
}
