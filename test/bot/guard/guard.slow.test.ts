import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const DEPLOY = 'gcloud run deploy worker';

const Hook = z.object({
  hooks: z.object({ PreToolUse: z.tuple([z.object({ hooks: z.tuple([z.object({ command: z.string() })]) })]) }),
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

let folder: string;
let tools: string;
let env: Readonly<Record<string, string | undefined>>;
let token: string;

/** The folder `tools` contains `tipoff`, a `gcloud` that only prints its arguments, and the wrapper from the document, which is found first. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guard-'));
  tools = join(folder, 'tools');
  const real = join(folder, 'real');
  await Promise.all([mkdir(tools), mkdir(real)]);
  await script(join(real, 'gcloud'), '#!/bin/sh\necho "deployed: $*"\n');
  await script(join(real, 'tipoff'), `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, 'tipoff.js')}" "$@"\n`);
  await script(join(tools, 'gcloud'), await snippet('sh', 'exec gcloud'));
  const path = [tools, real, process.env['PATH']].join(delimiter);
  env = { ...process.env, PATH: path, TIPOFF_DATA: join(folder, 'data') };
  const made = await run('tipoff', ['token', 'create', '--session', 'claude-7', '--for', '@ann', '--json']);
  token = z.object({ data: z.object({ token: z.string() }) }).parse(JSON.parse(made.out)).data.token;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the shell wrapper of docs/deployment.md', () => {
  test('allows commands that do not deploy', async () => {
    expect(await sh('gcloud run services list')).toEqual({ code: 0, out: 'deployed: run services list\n', err: '' });
  });

  test('refuses a deploy without the lock, also in a script, and says how to claim it', async () => {
    await script(join(folder, 'deploy.sh'), `#!/bin/sh\n${DEPLOY} --quiet\n`);
    for (const line of [DEPLOY, `bash ${join(folder, 'deploy.sh')}`]) {
      const { code, out, err } = await sh(line);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain('tipoff deploy claim worker --reason');
    }
  });

  test('allows deploys by the holder until the lock is released, and refuses another session with the holder’s name', async () => {
    const mine = { TIPOFF_TOKEN: token };
    expect(await sh('tipoff deploy claim worker --reason "try the guard"', mine)).toMatchObject({ code: 0 });
    expect(await sh(DEPLOY, mine)).toMatchObject({ code: 0, out: 'deployed: run deploy worker\n' });
    const other = await sh(DEPLOY);
    expect(other).toMatchObject({ code: 2, out: '' });
    expect(other.err).toContain('claude-7 for @ann holds it');
    expect(await sh('tipoff deploy release worker', mine)).toMatchObject({ code: 0 });
    expect(await sh(DEPLOY, mine)).toMatchObject({ code: 2 });
  });
});

describe('the git hook', () => {
  test.each([
    ['refs/heads/main', 1],
    ['refs/heads/fix', 0],
  ])('ends a push to %s with exit code %i', async (ref, code) => {
    const hook = join(folder, 'pre-push');
    await script(hook, await snippet('sh', 'refs/heads/main'));
    const ran = await run(hook, ['origin', 'https://example.com/r.git'], { input: `refs/heads/x a1 ${ref} b2\n` });
    expect(ran.code).toBe(code);
  });
});

describe('the hook of an agent', () => {
  test.each([
    [{ tool_name: 'Bash', tool_input: { command: 'npm test' } }, 0],
    [{ tool_name: 'Bash', tool_input: { command: `cd app && ${DEPLOY}` } }, 2],
    [{ tool_name: 'Bash', tool_input: { command: 'gcloud run deploy "worker' } }, 2],
    [{ tool_name: 'Write', tool_input: { file_path: 'a.md', content: DEPLOY } }, 0],
    [{ tool: 'shell', arguments: { command: ['bash', '-lc', DEPLOY] } }, 2],
  ])('ends %j with exit code %i', async (given, code) => {
    const settings = await snippet('json', 'PreToolUse');
    const [first] = Hook.parse(JSON.parse(settings)).hooks.PreToolUse;
    const ran = await run('sh', ['-c', first.hooks[0].command], { input: JSON.stringify(given) });
    expect({ code: ran.code, out: ran.out }).toEqual({ code, out: '' });
    expect(ran.err === '').toBe(code === 0);
  });
});

describe('when the store cannot be reached', () => {
  test('a deploy is refused without a reason; with one it runs, and the bypass is recorded on this machine', async () => {
    const data = join(folder, 'broken');
    await mkdir(data);
    await writeFile(join(data, 'tipoff.sqlite'), 'rubbish'.repeat(1_000));
    const refused = await sh(DEPLOY, { TIPOFF_DATA: data });
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toContain('TIPOFF_WITHOUT_LOCK="why"');
    const went = await sh(`TIPOFF_WITHOUT_LOCK="production is down" ${DEPLOY}`, { TIPOFF_DATA: data });
    expect(went).toMatchObject({ code: 0, out: 'deployed: run deploy worker\n' });
    expect(await textsBelow(data)).toContain('production is down');
  });

  test('a bypass by an agent is recorded as one by an agent, although its token cannot be verified', async () => {
    const data = join(folder, 'broken-for-an-agent');
    await mkdir(data);
    await writeFile(join(data, 'tipoff.sqlite'), 'rubbish'.repeat(1_000));
    const agent = { TIPOFF_DATA: data, TIPOFF_TOKEN: `tipoff_${'a1'.repeat(6)}_${'x'.repeat(43)}` };
    expect(await sh(`TIPOFF_WITHOUT_LOCK="production is down" ${DEPLOY}`, agent)).toMatchObject({ code: 0 });
    const written = await textsBelow(data);
    expect(written).toContain('"kind":"agent","name":"agent with unverified token a1a1a1a1a1a1"');
    expect(written).not.toContain('xxxx');
  });

  test('an agent whose token cannot be verified may bypass the lock at the command line too, and nothing else', async () => {
    const data = join(folder, 'broken-for-a-command');
    await mkdir(data);
    await writeFile(join(data, 'tipoff.sqlite'), 'rubbish'.repeat(1_000));
    const agent = { TIPOFF_DATA: data, TIPOFF_TOKEN: `tipoff_${'a1'.repeat(6)}_${'x'.repeat(43)}` };
    const claim = 'tipoff deploy claim worker --reason "production is down"';
    const refused = await sh(claim, agent);
    expect(refused).toMatchObject({ code: 1, err: '' });
    expect(refused.out).toContain('To deploy without the lock, add `--without-lock`');
    expect(await sh('tipoff deploy release worker', agent)).toMatchObject({ code: 1, out: '' });
    expect(await textsBelow(data)).toBe('');
    const went = await sh(`${claim} --without-lock`, agent);
    expect(went).toMatchObject({
      code: 0,
      out: expect.stringContaining('You are deploying without the worker deploy lock'),
    });
    expect(await textsBelow(data)).toContain('"kind":"agent","name":"agent with unverified token a1a1a1a1a1a1"');
  });

  test('an unknown token cannot bypass the lock', async () => {
    const data = join(folder, 'broken-for-nobody');
    await mkdir(data);
    await writeFile(join(data, 'tipoff.sqlite'), 'rubbish'.repeat(1_000));
    const claim = 'tipoff deploy claim worker --reason "production is down" --without-lock';
    const ran = await sh(claim, { TIPOFF_DATA: data, TIPOFF_TOKEN: 'a-guess' });
    expect(ran).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('TIPOFF_TOKEN is not valid. This token is unknown'),
    });
    expect(await textsBelow(data)).toBe('');
  });
});

/** The part of the document that contains these words. */
async function snippet(language: string, words: string): Promise<string> {
  const document = await readFile(join(ROOT, 'docs/deployment.md'), 'utf8');
  const all = [...document.matchAll(/```(\w+)\n([\s\S]*?)```/g)];
  const [, , text] = all.find(([, found, content]) => found === language && content?.includes(words)) ?? [];
  return z.string({ error: `docs/deployment.md has no ${language} with ${words}` }).parse(text);
}

async function script(path: string, content: string): Promise<void> {
  await writeFile(path, content);
  await chmod(path, 0o755);
}

async function textsBelow(path: string): Promise<string> {
  const names = await readdir(path, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile() && entry.name.endsWith('.json'));
  return (await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')))).join('\n');
}

function sh(line: string, more: Readonly<Record<string, string>> = {}): Promise<Ran> {
  return run('sh', ['-c', line], { more });
}

function run(
  file: string,
  given: readonly string[],
  { input = '', more = {} }: { readonly input?: string; readonly more?: Readonly<Record<string, string>> } = {},
): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(file, given, { cwd: ROOT, env: { ...env, ...more } }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
    child.stdin?.end(input);
  });
}
