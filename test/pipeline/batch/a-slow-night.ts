import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { Announcement } from '#src/pipeline/announcement.ts';
import type { ForceCompleteRoles } from '#src/pipeline/batch/force-complete-policy.ts';
import { COLLECTIONS } from '#src/pipeline/collections.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { sqliteDocumentStore } from '#src/platform/embedded/sqlite-document-store.ts';
import { aRunner } from '../../workers/a-runner.ts';
import { NOW, pipelineStores, temporaryWarehouse } from '../pipeline-stores.ts';
import { aWaitingBatchIn, ONE } from './a-waiting-batch.ts';

const MINUTE_MICROS = 60_000_000;

/** A store whose clock the test sets. */
export function aSlowStore() {
  const clock = { micros: NOW.getTime() * 1_000 };
  const store = sqliteDocumentStore({
    path: ':memory:',
    collections: COLLECTIONS,
    nowMicros: () => {
      clock.micros += 1;
      return clock.micros;
    },
  });
  onTestFinished(() => store.close());
  const pass = (minutes: number) => {
    clock.micros += minutes * MINUTE_MICROS;
  };
  return { store, pass };
}

/** Stores whose clock the test sets, and a runner that would run batches to their end. */
export async function aSlowNight(players: number, roles: ForceCompleteRoles = ONE) {
  const { store, pass } = aSlowStore();
  const deps = { ...(await pipelineStores(await temporaryWarehouse())), store };
  const batch = await aWaitingBatchIn(store, players);
  const sweepDeps = { ...deps, services: ['worker'], roles, newId: randomUUID, runner: aRunner(deps) };
  return { deps: sweepDeps, batchId: batch.batch_id, pass };
}

/** The announcements of one kind that the channel should show. */
export async function announced<T extends Announcement['type']>(store: DocumentStore, type: T) {
  const posts = await store.query({ collection: POSTS }, {});
  return posts
    .map(({ data }) => Announcement.parse(JSON.parse(data.wanted)))
    .flatMap((each) => (each.type === type ? [each as Extract<Announcement, { type: T }>] : []));
}
