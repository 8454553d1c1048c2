import { execFile, execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const EXAMPLES = join(ROOT, 'docs/examples');
const IMAGE = 'us-docker.pkg.dev/my-project/tipoff/worker';

/** Records its call. After `gcloud run deploy`, the service serves the commit of the label, or `$SERVES` if it is set. */
const GCLOUD = `#!/bin/sh
echo "gcloud $*" >> "$CALLS"
[ "$1 $2" = "run deploy" ] || exit 0
commit=$(printf '%s\\n' "$@" | sed -n 's/^commit-sha=//p')
printf '{"services":{"%s":{"serving":[{"revision":"%s-2","commit":"%s","percent":100}]}}}' "$3" "$3" "\${SERVES:-$commit}" > "$TIPOFF_DATA/deploys.json"
`;

/** A git checkout with one commit, and stubs of the cloud's programs that write down how they were called. */
async function aProject(variables: Readonly<Record<string, string>> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'tipoff-examples-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const [tools, checkout] = [join(folder, 'tools'), join(folder, 'checkout')];
  await Promise.all([mkdir(tools), mkdir(checkout)]);
  const recording = '#!/bin/sh\necho "$(basename "$0") $*" >> "$CALLS"\n';
  const stubs = {
    gcloud: GCLOUD,
    npm: recording,
    docker: recording,
    tipoff: `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, 'tipoff.js')}" "$@"\n`,
  };
  for (const [name, lines] of Object.entries(stubs)) {
    await writeFile(join(tools, name), lines);
    await chmod(join(tools, name), 0o755);
  }
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-C', checkout, '-c', 'user.name=ann', '-c', 'user.email=ann@example.com', ...args], {
      encoding: 'utf8',
    }).trim();
  git('init', '--quiet');
  git('commit', '--quiet', '--allow-empty', '-m', 'First');
  const env = {
    PATH: [tools, process.env['PATH']].join(delimiter),
    HOME: folder,
    TIPOFF_DATA: join(folder, 'data'),
    CALLS: join(folder, 'calls'),
    ...variables,
  };
  const run = (program: string, args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    runIn(checkout, { program, args, env: { ...env, ...more } });
  return {
    commit: git('rev-parse', 'HEAD'),
    run,
    calls: async () => (await readFile(env.CALLS, 'utf8')).trimEnd().split('\n'),
    lastDeploy: async () => {
      const { out } = await run('tipoff', ['deploy', 'status', 'worker', '--json']);
      return JSON.parse(out).data.locks[0];
    },
  };
}

interface Program {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

function runIn(cwd: string, { program, args, env }: Program) {
  return new Promise<{ readonly code: number; readonly out: string; readonly err: string }>((resolve) => {
    const child = execFile(program, [...args], { cwd, env }, (_, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

/** The call that deploys the worker, with its commit. */
function deployCall(commit: string): RegExp {
  return new RegExp(`^gcloud run deploy worker --image ${IMAGE}:${commit} .*--update-env-vars BUILD_COMMIT=${commit}`);
}

describe('docs/examples/deploy.sh', () => {
  const deploy = [join(EXAMPLES, 'deploy.sh'), 'worker', IMAGE];

  test('builds, deploys under the lock, and records a verified deploy', async () => {
    const { run, calls, commit, lastDeploy } = await aProject();
    expect(await run('sh', deploy)).toMatchObject({ code: 0, err: expect.stringContaining('The lock was released.') });
    expect(await calls()).toEqual([
      expect.stringContaining(`builds submit --tag ${IMAGE}:${commit}`),
      expect.stringMatching(deployCall(commit)),
    ]);
    expect(await lastDeploy()).toMatchObject({ state: 'free', deploy: { state: 'succeeded', commit } });
  });

  test('exits with 6 when the service serves another commit than the deployed one', async () => {
    const { run } = await aProject({ SERVES: 'bbbbbbb' });
    expect(await run('sh', deploy)).toMatchObject({ code: 6, err: expect.stringContaining('does not serve') });
  });

  test('deploys nothing while somebody else holds the lock', async () => {
    const { run, calls } = await aProject();
    const { out } = await run('tipoff', ['token', 'create', '--session', 'claude-7', '--for', '@ann', '--json']);
    const agent = { TIPOFF_TOKEN: String(JSON.parse(out).data.token) };
    await run('tipoff', ['deploy', 'claim', 'worker', '--reason', 'Fix the filter'], agent);
    expect(await run('sh', deploy)).toMatchObject({ code: 1, out: expect.stringContaining('claude-7') });
    expect(await calls()).toEqual([expect.stringContaining('builds submit')]);
  });
});

const Workflow = z.object({
  jobs: z.object({
    deploy: z.object({
      env: z.record(z.string(), z.string()),
      steps: z.array(z.object({ run: z.string().optional() })),
    }),
  }),
});

test('the steps of docs/examples/github-actions.yaml install Tipoff, build, and deploy under the lock', async () => {
  const { env, steps } = Workflow.parse(parse(await readFile(join(EXAMPLES, 'github-actions.yaml'), 'utf8'))).jobs
    .deploy;
  const { run, calls, commit, lastDeploy } = await aProject();
  for (const { run: lines } of steps) {
    if (lines === undefined) continue;
    const ended = await run('bash', ['-eo', 'pipefail', '-c', lines], {
      GITHUB_SHA: commit,
      IMAGE: env['IMAGE'] ?? '',
    });
    expect(ended, ended.err).toMatchObject({ code: 0 });
  }
  expect(await calls()).toEqual([
    'npm ci',
    'npm link',
    expect.stringContaining('builds submit'),
    expect.stringMatching(deployCall(commit)),
    expect.stringContaining('services describe worker'),
  ]);
  expect(await lastDeploy()).toMatchObject({ state: 'free', deploy: { state: 'succeeded', commit } });
});

const CloudBuild = z.object({
  steps: z.array(z.object({ name: z.string(), entrypoint: z.string().optional(), args: z.array(z.string()) })),
  substitutions: z.record(z.string(), z.string()),
});

test('docs/examples/build-image.yaml gives the image its commit', async () => {
  const text = await readFile(join(EXAMPLES, 'build-image.yaml'), 'utf8');
  const { steps } = CloudBuild.pick({ steps: true }).parse(parse(text));
  expect(steps).toMatchObject([{ args: expect.arrayContaining(['--build-arg', 'BUILD_COMMIT=$_COMMIT']) }]);
});

test('the steps of docs/examples/cloudbuild.yaml build, push, and deploy under the lock', async () => {
  const { steps, substitutions } = CloudBuild.parse(parse(await readFile(join(EXAMPLES, 'cloudbuild.yaml'), 'utf8')));
  const { run, calls, commit, lastDeploy } = await aProject();
  const values: Readonly<Record<string, string>> = { ...substitutions, COMMIT_SHA: commit };
  const filled = (text: string) => text.replace(/\$\{?(\w+)\}?/g, (_, name: string) => values[name] ?? `no ${name}`);
  for (const { name, entrypoint, args } of steps) {
    const ended = await run(entrypoint ?? name.split('/').at(-1) ?? '', args.map(filled));
    expect(ended, ended.err).toMatchObject({ code: 0 });
  }
  expect(await calls()).toEqual([
    `docker build --build-arg BUILD_COMMIT=${commit} --tag ${IMAGE}:${commit} .`,
    `docker push ${IMAGE}:${commit}`,
    expect.stringMatching(deployCall(commit)),
  ]);
  expect(await lastDeploy()).toMatchObject({ state: 'free', deploy: { state: 'succeeded', commit } });
});
