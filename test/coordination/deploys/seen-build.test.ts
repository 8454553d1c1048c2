import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newerBuild, readSeenBuilds, recordBuild } from '#src/coordination/deploys/seen-build.ts';
import type { ServiceBuild } from '#src/platform/deploy-target.ts';
import { aBuild } from '../../operations/deploy/a-target.ts';
import { memoryStore } from '../../pipeline/pipeline-stores.ts';

const QUEUED = aBuild({ state: 'queued', startedAt: '2026-02-05T23:00:00.000Z' });
const RUNNING = aBuild({ state: 'running', startedAt: '2026-02-05T23:00:10.000Z' });
const SUCCEEDED = aBuild({ ...RUNNING, state: 'succeeded', endedAt: '2026-02-05T23:05:00.000Z' });
const SINCE = new Date('2026-02-05T23:01:00Z');

describe('the newer state of a build', () => {
  it.each([
    { newer: RUNNING, older: QUEUED },
    { newer: SUCCEEDED, older: RUNNING },
    { newer: SUCCEEDED, older: QUEUED },
  ])('is $newer.state, and not $older.state, in any order', ({ newer, older }) => {
    expect(newerBuild(older, newer)).toBe(newer);
    expect(newerBuild(newer, older)).toBe(newer);
  });

  it('is the known one of two equal ones', () => {
    expect(newerBuild(SUCCEEDED, aBuild({ ...SUCCEEDED, by: null }))).toBe(SUCCEEDED);
  });

  it('is any known state where the other one is unknown, unless that one says that the build has ended', () => {
    const unknown = aBuild({ state: 'unknown' });
    expect(newerBuild(unknown, QUEUED)).toBe(QUEUED);
    const ended = aBuild({ state: 'unknown', endedAt: SUCCEEDED.endedAt });
    expect(newerBuild(ended, RUNNING)).toBe(ended);
  });

  it('is the last state of the build, whatever the order and the number of its messages', () => {
    const delivered = fc.shuffledSubarray([QUEUED, QUEUED, RUNNING, RUNNING, SUCCEEDED, SUCCEEDED], { minLength: 1 });
    fc.assert(
      fc.property(delivered, (messages) => {
        const states = messages.map(({ state }) => state);
        const last = (['succeeded', 'running', 'queued'] as const).find((state) => states.includes(state));
        expect(messages.reduce(newerBuild).state).toBe(last);
      }),
    );
  });
});

describe('the builds that messages described', () => {
  it('keep their newest state when older messages arrive late or twice', async () => {
    expect(await seen(SUCCEEDED, RUNNING, QUEUED, SUCCEEDED)).toEqual([SUCCEEDED]);
  });

  it('are shown while they run, and when they ended since the time, newest first', async () => {
    const old = aBuild({ id: 'old', startedAt: '2026-02-05T20:00:00.000Z' });
    const ended = aBuild({ ...SUCCEEDED, id: 'ended', endedAt: '2026-02-05T23:00:59.000Z' });
    expect(await seen(old, ended, SUCCEEDED)).toEqual([SUCCEEDED, old]);
  });

  it('no longer run 24 hours after their start, even if the last message was lost', async () => {
    expect(await seen(aBuild({ startedAt: '2026-02-04T23:00:59.000Z' }))).toEqual([]);
  });
});

/** The builds that are shown after these messages. */
async function seen(...messages: readonly ServiceBuild[]) {
  const store = memoryStore();
  for (const build of messages) await recordBuild(store, build);
  return await readSeenBuilds(store, SINCE);
}
