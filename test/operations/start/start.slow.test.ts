import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createApp } from '#src/app.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { sampleLeague } from '#src/pipeline/sample/sample-league.ts';
import { ANN } from '../../coordination/identity/actors.ts';
import { runNamed } from '../run-named.ts';

const LAST_DATA = '2026-02-05';
const NINE_MONTHS_LATER = new Date('2026-11-05T22:00:00Z');
const SMALL = { seed: 'test', today: LAST_DATA, teams: 6, playersPerTeam: 10, gamesPerTeam: 20, gamesTonight: 2 };

test('after an import of old files, the slate is that of the last date with data, in one message', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-'));
  const now = () => NINE_MONTHS_LATER;
  const { app, idle, close } = createApp({ platform: 'embedded', dataFolder: folder.path }, { now });
  await importFiles(app, { sources: sampleLeague(SMALL), origin: 'files' });
  const { message, data } = await runNamed(app, { name: 'start', given: {}, actor: ANN, request: 'r' });
  expect(data).toMatchObject({ sample: false, game_date: LAST_DATA });
  expect(data).not.toMatchObject({ predictions: [] });
  expect(message).toContain(`This is the slate of ${LAST_DATA}, the last date with box scores or lines.`);
  const posts = await app.store.query({ collection: POSTS }, {});
  expect(posts.map(({ id }) => id)).toEqual([`slate-${LAST_DATA}`]);
  await idle();
  await close();
});
