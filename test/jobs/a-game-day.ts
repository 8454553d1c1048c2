import { createApp } from '#src/app.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { SLATE_RUNS } from '#src/jobs/slate-runs.ts';
import { Announcement } from '#src/pipeline/announcement.ts';
import { readSlateGames } from '#src/pipeline/batch/open-slate.ts';
import { readNewestDoneBatch } from '#src/pipeline/batch/read-batch.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { playersOf } from '#src/pipeline/player/player-document.ts';
import { readSlate, type SlateRow } from '#src/pipeline/results/read-slate.ts';
import { sampleLeague } from '#src/pipeline/sample/sample-league.ts';
import type { RecordSource } from '#src/platform/record-source.ts';
import { recordSource } from '../pipeline/import/record-source.ts';
import { silentLog } from '../pipeline/pipeline-stores.ts';

export const GAME_DATE = '2026-02-05';
const SMALL = { seed: 'test', today: GAME_DATE, teams: 6, playersPerTeam: 10, gamesPerTeam: 20, gamesTonight: 2 };
const BOOKMAKERS = ['draftkings', 'fanduel', 'betmgm'];

export interface Report {
  readonly player: SlateRow;
  readonly status: string;
  readonly at: string;
}

/**
 * A data folder with a league that has two games tonight, and the scheduled runs of the slate. The test sets the clock.
 * Times are `HH:MM` in New York on the game date.
 */
export async function aGameDay(dataFolder: string) {
  let now = newYork('03:00');
  const { app, idle, close } = createApp({ platform: 'embedded', dataFolder }, { now: () => now, log: silentLog });
  if ((await readSlateGames(app.warehouse, GAME_DATE)).games === 0)
    await importFiles(app, { sources: sampleLeague(SMALL), origin: 'sample' });
  const take = async (source: RecordSource) => {
    const [taken] = await importFiles(app, { sources: [source], origin: 'sample' });
    if (taken?.decision !== 'taken') throw new Error(JSON.stringify(taken));
  };
  return {
    app,
    idle,
    close,
    setClock: (time: string) => {
      now = newYork(time);
    },
    setInstant: (moment: Date) => {
      now = moment;
    },
    playersOf,
    /** Runs one scheduled run at its due time, and waits until its batch has ended. */
    run: async (name: string, time: string) => {
      now = newYork(time);
      const sentence = await jobNamed(name).run(app, now);
      await idle();
      return sentence;
    },
    /** Every bookmaker offers this main line for the player. */
    line: async ({ player_name, game_id }: Pick<SlateRow, 'player_name' | 'game_id'>, line: number, time: string) => {
      const columns = 'game_date,player_name,game_id,bookmaker,line,is_main_line,captured_at';
      const at = newYork(time).toISOString();
      const rows = BOOKMAKERS.map((bookmaker) => `${GAME_DATE},${player_name},${game_id},${bookmaker},${line},1,${at}`);
      await take(recordSource('prop_lines.csv', columns, ...rows));
    },
    report: async ({ player: { player_name, team_abbr }, status, at }: Report) => {
      const columns = 'report_at,game_date,player_name,team,status,reason,report_scope';
      const row = `${newYork(at).toISOString()},${GAME_DATE},${player_name},${team_abbr},${status},knee,partial`;
      await take(recordSource('injuries.csv', columns, row));
    },
    slate: () => readSlate(app.warehouse, { gameDate: GAME_DATE, headlineModel: 'catboost_v9' }),
    batch: async () => {
      const batch = await readNewestDoneBatch(app.store, GAME_DATE);
      if (batch === undefined) throw new Error('the date has no published batch');
      return batch;
    },
    /** The announcements of one kind, in the order of their events. */
    announced: async <T extends Announcement['type']>(type: T) => {
      const posts = (await app.store.query({ collection: POSTS }, {})).map(({ data }) => data);
      return posts
        .toSorted((a, b) => (a.event_at ?? '').localeCompare(b.event_at ?? ''))
        .map(({ wanted }) => Announcement.parse(JSON.parse(wanted)))
        .flatMap((each) => (each.type === type ? [each as Extract<Announcement, { type: T }>] : []));
    },
  };
}

export type GameDay = Awaited<ReturnType<typeof aGameDay>>;

function newYork(time: string): Date {
  return new Date(`${GAME_DATE}T${time}:00-05:00`);
}

function jobNamed(name: string) {
  const job = SLATE_RUNS.find((each) => each.name === name);
  if (job === undefined) throw new Error(`there is no job ${name}`);
  return job;
}
