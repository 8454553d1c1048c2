import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '#src/app.ts';
import { type Actor, personAt } from '#src/coordination/identity/actor.ts';
import type { App } from '#src/operations/app.ts';
import { claimDeployLock } from '#src/operations/deploy/claim.ts';
import { releaseDeployLock } from '#src/operations/deploy/release.ts';
import { firestoreDocumentStore } from '#src/platform/google/firestore-document-store.ts';
import { startFirestoreEmulator } from '#test/emulators/firestore-emulator.ts';
import type { Bench, Measure } from './measure.ts';

/** After this many commits the store's log no longer grows and is overwritten, as in a bot that has run all night. */
const WARM_UP = 300;
const ROUNDS = 200;
const CONTENDERS = 50;
const CONTENDED_ROUNDS = 20;
const FIRESTORE_ROUNDS = 2;

const MICROS = 1_000_000;
const PAGE_BYTES = 4_096;
/** A claim and a release are one commit: on top of its fsync each may take this long. */
const LIMIT_ABOVE_SYNC_SECONDS = 0.002;
const LIMIT_CONTENDED_SECONDS = 0.05;
const LIMIT_FIRESTORE_SECONDS = 3;
const SERVICE = 'worker';

/** Claims and releases as a transport runs them: audited, announced, and on the disk when they are answered. */
export const bench: Bench = {
  name: 'locks',
  async run() {
    const dataFolder = await mkdtemp(join(tmpdir(), 'tipoff-bench-'));
    const { app, close } = createApp({ platform: 'embedded', dataFolder });
    const disk = openDisk(dataFolder);
    await alone(app, { rounds: WARM_UP, disk });
    const { claims, releases, syncs } = await alone(app, { rounds: ROUNDS, disk });
    const contended = await contend(app, CONTENDED_ROUNDS);
    disk.close();
    await close();
    await rm(dataFolder, { recursive: true });
    const oneSync = quantile(syncs, 0.5);
    return [
      { name: 'one fsync, p50', value: oneSync * MICROS, unit: 'µs' },
      ...oneCommit('claim', claims, oneSync),
      ...oneCommit('release', releases, oneSync),
      {
        name: `answers with ${CONTENDERS} contenders, p99`,
        value: quantile(contended.seconds, 0.99),
        unit: 's',
        limit: LIMIT_CONTENDED_SECONDS,
      },
      { name: 'winners a round', value: contended.winners / CONTENDED_ROUNDS, unit: 'times', limit: 1 },
      ...(await contendOnFirestore()),
    ];
  },
};

/** The same contenders on Google's Firestore emulator. Without the emulator there is nothing to measure. */
async function contendOnFirestore(): Promise<readonly Measure[]> {
  const emulator = await startFirestoreEmulator();
  if (emulator === undefined) return [];
  const dataFolder = await mkdtemp(join(tmpdir(), 'tipoff-bench-'));
  const store = firestoreDocumentStore({ projectId: 'tipoff-bench', emulator });
  const { app, close } = createApp({ platform: 'embedded', dataFolder }, { store });
  try {
    const { seconds } = await contend(app, FIRESTORE_ROUNDS);
    const name = `answers with ${CONTENDERS} contenders on the Firestore emulator, p99`;
    return [{ name, value: quantile(seconds, 0.99), unit: 's', limit: LIMIT_FIRESTORE_SECONDS }];
  } finally {
    await close();
    await emulator.stop();
    await rm(dataFolder, { recursive: true });
  }
}

/** The time of one commit, its limit, and its ratio to a bare fsync. */
function oneCommit(name: string, seconds: readonly number[], oneSync: number): readonly Measure[] {
  const p50 = quantile(seconds, 0.5);
  const limit = (oneSync + LIMIT_ABOVE_SYNC_SECONDS) * MICROS;
  return [
    { name: `${name}, p50; limit: one fsync + 2 ms`, value: p50 * MICROS, unit: 'µs', limit },
    { name: `${name}, p50, in fsyncs`, value: p50 / oneSync, unit: 'times' },
  ];
}

/** Takes turns with bare fsyncs, so that all three meet the same disk and processor load. */
async function alone(app: App, { rounds, disk }: { readonly rounds: number; readonly disk: Disk }) {
  const ann = contender(0);
  const claims: number[] = [];
  const releases: number[] = [];
  const syncs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    claims.push((await claim(app, ann)).seconds);
    syncs.push(disk.sync());
    releases.push(await release(app, ann));
  }
  return { claims, releases, syncs };
}

/** All contenders claim at once. The winner releases, and the next round begins. */
async function contend(app: App, rounds: number) {
  const people = Array.from({ length: CONTENDERS }, (_, index) => contender(index));
  const seconds: number[] = [];
  let winners = 0;
  for (let round = 0; round < rounds; round += 1) {
    const claims = await Promise.all(people.map(async (person) => ({ person, ...(await claim(app, person)) })));
    const won = claims.filter(({ decision }) => decision === 'done');
    winners += won.length;
    seconds.push(...claims.map((each) => each.seconds));
    for (const { person } of won) seconds.push(await release(app, person));
  }
  return { seconds, winners };
}

function contender(index: number): Actor {
  return personAt('slack', { name: `person-${index}`, id: `U${index}` });
}

async function claim(app: App, actor: Actor) {
  const input = { service: SERVICE, reason: 'Measure the lock', for: '30m', without_lock: false };
  const begunAt = performance.now();
  const { decision } = await claimDeployLock.run(app, { input, ...callBy(actor) });
  return { seconds: (performance.now() - begunAt) / 1000, decision };
}

async function release(app: App, actor: Actor): Promise<number> {
  const begunAt = performance.now();
  const { decision } = await releaseDeployLock.run(app, { input: { service: SERVICE, all: false }, ...callBy(actor) });
  if (decision !== 'done') throw new Error('the holder could not release its lock');
  return (performance.now() - begunAt) / 1000;
}

function callBy(actor: Actor) {
  return { actor, request: randomUUID(), progress: () => undefined };
}

interface Disk {
  /** Writes one page to the disk; returns the seconds that took. */
  sync(): number;
  close(): void;
}

/** Writes as the store does: in this thread, over the same place again and again. */
function openDisk(folder: string): Disk {
  const file = openSync(join(folder, 'sync'), 'w');
  const page = Buffer.alloc(PAGE_BYTES, 1);
  return {
    sync: () => {
      const begunAt = performance.now();
      writeSync(file, page, 0, PAGE_BYTES, 0);
      fsyncSync(file);
      return (performance.now() - begunAt) / 1000;
    },
    close: () => closeSync(file),
  };
}

function quantile(seconds: readonly number[], share: number): number {
  const sorted = seconds.toSorted((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
}
