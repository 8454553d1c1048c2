import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import type { LocalSlackSettings } from '../src/local-slack.ts';
import { readPageAddress } from '../src/store/page-address.ts';
import { type Fixture, openWorkspace } from './workspace-fixture.ts';

/** Tests of this file use ports from here on, so that they do not meet a real workspace at port 3000. */
const FROM = 23_000;

let fixture: Fixture;
afterEach(async () => await fixture.close());

test('the address is the same at every start of a folder', async () => {
  fixture = await openWorkspace();
  const { url } = fixture.slack;
  await fixture.slack.close();
  const again = await restart();
  expect(again).toBe(url);
});

test('the first start takes the first free port', async () => {
  await occupy(FROM);
  fixture = await openWorkspace({ port: { from: FROM } });
  const port = portOf(fixture.slack.url);
  expect(port).toBeGreaterThan(FROM);
  expect(port).toBeLessThan(FROM + 20);
});

test('a remembered port that another program uses now is replaced by a free one, with the same key', async () => {
  fixture = await openWorkspace();
  const { url } = fixture.slack;
  await fixture.slack.close();
  await occupy(portOf(url));
  const again = await restart({ port: { from: FROM } });
  expect(portOf(again)).not.toBe(portOf(url));
  expect(new URL(again).search).toBe(new URL(url).search);
  expect(readPageAddress(fixture.folder)?.port).toBe(portOf(again));
});

test('a fixed port that another program uses is refused', async () => {
  const port = await occupy(0);
  fixture = await openWorkspace();
  await expect(openWorkspace({ port })).rejects.toMatchObject({
    code: 'port_taken',
    message: expect.stringContaining(`on port ${port}`),
  });
});

test.each(['', '{', '{"port": 0, "key": "short"}'])('an unreadable address file (%j) gives a new key', async (text) => {
  fixture = await openWorkspace();
  const { url } = fixture.slack;
  await fixture.slack.close();
  const path = join(fixture.folder, 'page-address.json');
  await writeFile(path, text);
  const again = await restart();
  expect(new URL(again).search).not.toBe(new URL(url).search);
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ port: portOf(again) });
});

/** Opens the folder of the fixture again and resolves to the new URL. */
async function restart(settings: Pick<LocalSlackSettings, 'port'> | Record<string, never> = {}): Promise<string> {
  const { slack } = await openWorkspace({ folder: fixture.folder, ...settings });
  onTestFinished(slack.close);
  return slack.url;
}

async function occupy(port: number): Promise<number> {
  const server = await new Promise<Server>((resolve, reject) => {
    const opened = createServer();
    opened.once('error', reject).listen(port, '127.0.0.1', () => resolve(opened));
  });
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}
