import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { WebClient } from '@slack/web-api';
import { test as base, expect } from 'vitest';
import * as z from 'zod';
import { type ShowSessionStatus, sessionStatuses } from '#src/bot/slack/announcements/session-status.ts';
import { silentLog } from '../../pipeline/pipeline-stores.ts';
import { SESSION } from './messages/announcements-to-render.ts';

const POSTED = { channel: 'C1', ts: '1.2' };
const Port = z.object({ port: z.number() });

interface Slack {
  /** The calls to Slack, one entry each. */
  readonly asked: Record<string, string>[];
  answer: object;
  readonly show: ShowSessionStatus;
}

const test = base.extend<{ slack: Slack }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures it needs from this pattern
  slack: async ({}, use) => {
    const state: Pick<Slack, 'asked' | 'answer'> = { asked: [], answer: { ok: true } };
    const server = createServer(async (request, response) => {
      const given = Object.fromEntries(new URLSearchParams(await text(request)));
      state.asked.push({ method: request.url ?? '', ...given });
      response.setHeader('content-type', 'application/json').end(JSON.stringify(state.answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = Port.parse(server.address() satisfies AddressInfo | string | null);
    const client = new WebClient('xoxb-1', {
      slackApiUrl: `http://127.0.0.1:${port}/api/`,
      retryConfig: { retries: 0 },
    });
    await use(Object.assign(state, { show: sessionStatuses({ client, log: silentLog }) }));
    server.closeAllConnections();
    server.close();
  },
});

test('a workspace with agents shows the status of each session', async ({ slack }) => {
  for (const noted of ['live', 'stale', 'dead', 'ended'] as const) await slack.show({ ...SESSION, noted }, POSTED);
  expect(slack.asked.map(({ status }) => status)).toEqual(['processing', 'suspended', 'closed', 'closed']);
  expect(slack.asked[0]).toMatchObject({
    method: '/api/agents.sessions.setStatus',
    channel_id: 'C1',
    thread_ts: '1.2',
    title: 'claude-7 for @ann: Fixing the line parser.',
  });
});

test('a workspace without agents is called once, and nothing is logged', async ({ slack }) => {
  slack.answer = { ok: false, error: 'unknown_method' };
  for (let time = 0; time < 3; time += 1) await slack.show(SESSION, POSTED);
  expect(slack.asked).toHaveLength(1);
});

test.for(['internal_error', 'thread_not_found', 'not_in_channel'])(
  '%s says nothing about what the workspace supports',
  async (error, { slack }) => {
    slack.answer = { ok: false, error };
    await slack.show(SESSION, POSTED);
    await slack.show(SESSION, POSTED);
    expect(slack.asked).toHaveLength(2);
  },
);

test('a session with a new summary is renamed', async ({ slack }) => {
  slack.answer = { ok: true, title: 'claude-7 for @ann: Fixing the line parser.' };
  await slack.show({ ...SESSION, summary: 'Grading.' }, POSTED);
  expect(slack.asked.map(({ method, title }) => [method, title])).toEqual([
    ['/api/agents.sessions.setStatus', 'claude-7 for @ann: Grading.'],
    ['/api/agents.sessions.rename', 'claude-7 for @ann: Grading.'],
  ]);
});
