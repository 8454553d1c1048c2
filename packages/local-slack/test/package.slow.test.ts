import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from './browser.ts';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const BOLT = dirname(fileURLToPath(import.meta.resolve('@slack/bolt/package.json')));
const PATH = `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`;

let folder: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-slack-package-'));
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

test('the packed package, installed in another folder, runs the example of its README', async () => {
  await run(PACKAGE, 'npm', ['pack', '--silent', '--pack-destination', folder]);
  const [tarball = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  await run(folder, 'npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', `./${tarball}`]);
  await mkdir(join(folder, 'node_modules', '@slack'));
  await symlink(BOLT, join(folder, 'node_modules', '@slack', 'bolt'));
  await writeFile(join(folder, 'manifest.yml'), await readmeBlock('yaml'));
  await writeFile(join(folder, 'app.mjs'), await readmeBlock('js'));

  const bin = join(folder, 'node_modules', '.bin', 'local-slack');
  const workspace = start(bin, ['--manifest', 'manifest.yml', '--write-env', '.env.slack']);
  const address = await workspace.printed(/http:\/\/127\.0\.0\.1:\d+\/\?key=\S+/);
  const app = start(process.execPath, ['--env-file=.env.slack', 'app.mjs']);
  await app.printed(/The app is connected/);

  const ann = await openBrowser(address);
  const { channels } = await ann.state();
  const general = channels.find(({ name }) => name === 'general')?.id ?? '';
  expect(await (await fetch(`${ann.origin}/page.js`, { headers: { cookie: ann.cookie } })).text()).toContain(
    'Opening the workspace',
  );
  expect(await ann.interact({ type: 'command', channel: general, command: '/hello', text: '' })).toEqual({ ok: true });
  const { message } = await ann.next('ephemeral');
  const [section] = message.blocks ?? [];
  const action = { type: 'button', block_id: section?.block_id ?? '', action_id: 'wave' };
  const container = { type: 'message', channel_id: general, message_ts: message.ts, is_ephemeral: true } as const;
  expect(await ann.interact({ type: 'action', container, action })).toEqual({ ok: true });
  expect((await ann.next('ephemeral')).message).toMatchObject({ text: 'You waved.', ts: message.ts });
  ann.close();

  expect(await app.stop()).toBe('SIGINT');
  expect(await workspace.stop()).toBe(0);
});

/** The first block of a language in the README. */
async function readmeBlock(language: string): Promise<string> {
  const readme = await readFile(join(PACKAGE, 'README.md'), 'utf8');
  return new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(readme)?.[1] ?? '';
}

async function run(cwd: string, command: string, words: readonly string[]): Promise<void> {
  const child = spawn(command, words, { cwd, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, PATH } });
  let errors = '';
  child.stderr.on('data', (data) => {
    errors += String(data);
  });
  const [code] = await once(child, 'exit');
  expect({ command, code, errors: code === 0 ? '' : errors }).toEqual({ command, code: 0, errors: '' });
}

function start(command: string, words: readonly string[]) {
  const child = spawn(command, words, { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, PATH } });
  children.push(child);
  let output = '';
  child.stderr.on('data', (data) => {
    output += String(data);
  });
  child.stdout.on('data', (data) => {
    output += String(data);
  });
  return {
    printed: async (wanted: RegExp): Promise<string> => {
      while (!wanted.test(output)) {
        const event = await Promise.race([
          once(child.stdout, 'data').then(() => 'data'),
          once(child, 'exit').then(() => 'exit'),
        ]);
        if (event === 'exit') throw new Error(`${command} ended: ${output}`);
      }
      return wanted.exec(output)?.[0] ?? '';
    },
    /** Presses Ctrl-C. Returns the exit code, or the signal that ended the process. */
    stop: async (): Promise<unknown> => {
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      const [code, signal] = await ended;
      return code ?? signal;
    },
  };
}
