import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { openHttpServer } from '#src/bot/http/open-server.ts';
import { authenticate } from '#src/operations/kit/authenticate.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { readPlayersWithTeams } from '#src/pipeline/player/named-players.ts';
import { readSlate } from '#src/pipeline/results/read-slate.ts';
import { httpMounts } from '#src/process/http-mounts.ts';
import { ANN } from '../../coordination/identity/actors.ts';
import { aGameDay, GAME_DATE, type GameDay } from '../../jobs/a-game-day.ts';
import { runNamed } from '../../operations/run-named.ts';
import { anOpenBatch } from '../../pipeline/batch/an-open-batch.ts';
import { recordSource } from '../../pipeline/import/record-source.ts';
import { aPlayer } from '../../pipeline/player/a-player.ts';
import { aScriptedAgent } from './scripted-agent.ts';

const MOST_CALLS = 14;
const MAX_REPLY_BYTES = 25_000;
const SLATE = { gameDate: GAME_DATE, headlineModel: 'catboost_v9' };
const Picks = z.object({
  predictions: z.array(
    z.object({
      player_name: z.string(),
      predicted_points: z.number(),
      pick: z.object({ side: z.string(), value: z.number() }),
    }),
  ),
});

test(`an agent that knows only the tools does ten tasks in at most ${MOST_CALLS} calls`, async () => {
  const { day, agent, ann, out, player } = await aPublishedSlate();
  await ann('deploy claim', { service: 'coordinator', reason: 'Fix the sweep' });

  const status = await agent.ask('Show the progress or result of a batch.');
  expect(status.message).toContain(`for ${GAME_DATE}`);
  expect(status).toMatchObject({ decision: 'done', code: 'complete' });

  const best = await agent.ask('projections and picks, largest edge first', {
    ...{ date: GAME_DATE, picks_only: true, top: 5 },
  });
  const { predictions } = Picks.parse(best.data);
  expect(predictions).toHaveLength(5);
  const values = predictions.map(({ pick }) => pick.value);
  expect(values).toEqual(values.toSorted((a, b) => b - a));

  const projection = await agent.ask('predictions of one player, or why there are none', { name: player });
  expect(projection.message).toMatch(/: [\d.]+ points by catboost_v9, line /);

  const missing = await agent.ask('predictions of one player, or why there are none', { name: out });
  expect(missing.message).toMatch(/: his team \([A-Z]{3}\) does not play\.$/);

  const again = await agent.ask('Predict a player again, with new data.', { name: player });
  expect(again).toMatchObject({ decision: 'done' });
  expect(again.message).toMatch(/^Predicted 1 player again\. The slate is ready\./);

  const claimed = await agent.ask('Claim the deploy lock before you deploy.', {
    ...{ service: 'worker', reason: 'Ship the injury filter' },
  });
  expect(claimed).toMatchObject({ decision: 'done', data: { service: 'worker' } });

  const held = await agent.ask('Claim the deploy lock before you deploy.', {
    ...{ service: 'coordinator', reason: 'Ship the sweep' },
  });
  expect(held).toMatchObject({ decision: 'refused' });
  const queued = await agent.follow(held, 'Join the queue for a deploy lock.');
  expect(queued).toMatchObject({ code: 'queued' });
  await ann('deploy release', { service: 'coordinator' });
  const turn = await agent.follow(queued, "Show a session's locks");
  const taken = await agent.follow(turn, 'Claim the deploy lock before you deploy.', { reason: 'Ship the sweep' });
  expect(taken).toMatchObject({ decision: 'done', data: { service: 'coordinator' } });

  const started = await agent.follow(claimed, 'Record the start of a deploy');
  expect(started).toMatchObject({ decision: 'done' });
  const finished = await agent.follow(started, 'Record the result of a deploy', { result: 'succeeded' });
  expect(finished).toMatchObject({ decision: 'done' });

  await anOpenBatch(day.app.store, [aPlayer('jokic')]);
  const asked = await agent.ask('Ask a person to end a batch without its missing players');
  expect(asked).toMatchObject({ decision: 'pending' });
  expect(asked).toMatchObject({ code: 'approval_needed', message: expect.stringContaining('with 1 missing') });
  expect(asked.next[0]).toMatchObject({ tool: 'batch_status', arguments: { action: 'status' } });

  const news = await agent.ask('Show what others changed while you were away.', { ago: '1h' });
  expect(news).toMatchObject({ decision: 'done', code: 'ok' });
  expect(JSON.stringify(news.data)).toContain('coordinator');

  expect(agent.calls()).toBeLessThanOrEqual(MOST_CALLS);
  expect(agent.largestReply()).toBeLessThan(MAX_REPLY_BYTES);
});

/** A served league whose slate of tonight is published, with prices that make picks. */
async function aPublishedSlate() {
  const folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-agent-'));
  const day = await aGameDay(folder.path);
  const { app } = day;
  day.setClock('08:00');
  let requests = 0;
  const ann = (name: string, given: object) => {
    requests += 1;
    return runNamed(app, { name, given, actor: ANN, request: `ann-${requests}` });
  };
  await ann('batch start', { date: GAME_DATE, wait: true });
  const slate = await readSlate(app.warehouse, SLATE);
  const teams = new Set(slate.map(({ team_abbr }) => team_abbr));
  const players = await readPlayersWithTeams(app.warehouse);
  const out = players.find(({ team }) => team !== null && !teams.has(team));
  const [player] = slate;
  if (out === undefined || player === undefined) throw new Error('every team plays, or nobody was predicted');
  await importPrices(day);
  day.setClock('08:30');

  const created = await ann('token create', { session: 'claude-7', for: '@ann' });
  const { token } = z.object({ token: z.string() }).parse(created.data);
  const server = await openHttpServer({
    ...httpMounts({ app, operations: OPERATIONS, version: '1' }),
    ...{ app, person: ANN, token: 'a-token-of-thirty-two-characters', version: '1', instance: 'this one' },
    authenticate: (bearer) => authenticate(app, bearer),
  });
  const agent = await aScriptedAgent(new URL(`http://127.0.0.1:${server.port}/mcp`), token);
  onTestFinished(async () => {
    await agent.close();
    await server.close();
    await day.idle();
    await day.close();
    await folder.remove();
  });
  return { day, agent, ann, out: out.player_name, player: player.player_name };
}

/** Three bookmakers offer the same line for each player, and one of them pays far more for the over. */
async function importPrices({ app }: GameDay): Promise<void> {
  const headlines = (await readSlate(app.warehouse, SLATE)).filter(({ is_headline }) => is_headline);
  const columns = 'game_date,player_name,game_id,bookmaker,line,over_price,under_price,is_main_line,captured_at';
  const at = new Date(`${GAME_DATE}T08:15:00-05:00`).toISOString();
  const rows = headlines.flatMap(({ player_name, game_id, predicted_points }) =>
    [
      ['draftkings', -110],
      ['betmgm', -110],
      ['fanduel', 160],
    ].map(([book, over]) => {
      const line = Math.floor(predicted_points) + 0.5;
      return `${GAME_DATE},${player_name},${game_id},${book},${line},${over},-110,1,${at}`;
    }),
  );
  const [taken] = await importFiles(app, {
    sources: [recordSource('prop_lines.csv', columns, ...rows)],
    origin: 'sample',
  });
  if (taken?.decision !== 'taken') throw new Error(JSON.stringify(taken));
}
