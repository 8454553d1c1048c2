import { createServer, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { aRepository } from '../embedded/a-repository.ts';
import { loopbackDeployments } from './loopback-deployments.ts';

type Repository = Pick<ReturnType<typeof aRepository>, 'git'>;

interface Failure {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly message?: string;
}

/** GitHub's API on loopback for one test. It answers from a local git repository, as `owner/nba`. */
export async function aGithub(repository: Repository) {
  const asked: string[] = [];
  let failure: Failure | undefined;
  let lost: string | undefined;
  const deployments = loopbackDeployments((ref) => hashIn(repository, ref));
  const server = createServer(async (request, response) => {
    const { method = '' } = request;
    const url = new URL(request.url ?? '', 'http://github.test');
    asked.push(url.pathname);
    if (failure !== undefined) {
      const { status, headers = {}, message = 'no' } = failure;
      const body = JSON.stringify({ message });
      return void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
    }
    const isDeployment = url.pathname.split('/')[4] === 'deployments';
    const body = method === 'POST' ? await json(request) : undefined;
    const answered = isDeployment ? deployments.answer({ method, url, body }) : readAnswer(repository, url);
    if (lost === undefined || !`${method} ${url.pathname}`.endsWith(lost)) {
      return send(response, answered.status, answered.body);
    }
    lost = undefined;
    response.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  onTestFinished(async () => {
    server.closeAllConnections();
    await close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    settings: { owner: 'owner', name: 'nba', apiUrl: `http://127.0.0.1:${port}` },
    asked,
    /** The deployments of the repository, oldest first. */
    deployments: deployments.all,
    /** Does what the next request asks whose method and path end like this, and cuts the connection before the answer. */
    loseAnswerOf: (request: string) => {
      lost = request;
    },
    fail: (next: Failure) => {
      failure = next;
    },
    recover: () => {
      failure = undefined;
    },
  };
}

function readAnswer(repository: Repository, url: URL) {
  try {
    return { status: 200, body: answer(repository, url) };
  } catch {
    const isCommit = url.pathname.split('/')[4] === 'commits';
    return isCommit
      ? { status: 422, body: { message: 'No commit found' } }
      : { status: 404, body: { message: 'Not Found' } };
  }
}

function hashIn({ git }: Repository, name: string): string {
  return git('rev-parse', '--verify', `${name}^{commit}`);
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function answer({ git }: Repository, { pathname, searchParams }: URL): unknown {
  const [, , , , kind, ...rest] = pathname.split('/').map(decodeURIComponent);
  const page = Number(searchParams.get('page') ?? 1);
  const perPage = Number(searchParams.get('per_page') ?? 100);
  const paged = <T>(all: readonly T[]) => all.slice((page - 1) * perPage, page * perPage);
  const hashOf = (name: string) => hashIn({ git }, name);
  if (kind === undefined) return { default_branch: 'main' };
  if (kind === 'git') return gitAnswer(git, rest);
  if (kind === 'commits') {
    const sha = hashOf(rest[0] ?? '');
    const files = git(
      '-c',
      'core.quotepath=off',
      'show',
      '--first-parent',
      '--no-renames',
      '-m',
      '--name-only',
      '--format=',
      sha,
    ).split('\n');
    return {
      ...commitsJson(git, [sha])[0],
      files: paged(files.filter((file) => file !== '').map((filename) => ({ filename }))),
    };
  }
  const [base = '', head = ''] = (rest[0] ?? '').split('...').map(hashOf);
  const ahead = git('rev-list', '--reverse', '--topo-order', `${base}..${head}`)
    .split('\n')
    .filter((sha) => sha !== '');
  return {
    base_commit: { sha: base },
    merge_base_commit: { sha: git('merge-base', base, head) },
    total_commits: ahead.length,
    behind_by: Number(git('rev-list', '--count', `${head}..${base}`)),
    commits: commitsJson(git, paged(ahead)),
  };
}

function gitAnswer(git: Repository['git'], [what, name = '']: readonly string[]) {
  if (what === 'ref')
    return { object: { sha: git('rev-parse', '--verify', `${name.replace(/^heads\//, '')}^{commit}`) } };
  const tree = git('ls-tree', '-r', '-t', '--name-only', name).split('\n');
  return { truncated: false, tree: tree.map((path) => ({ path })) };
}

/** The commits in GitHub's form, in the order of `hashes`. */
function commitsJson(git: Repository['git'], hashes: readonly string[]) {
  if (hashes.length === 0) return [];
  const log = git('show', '-s', '--format=%x1e%H%x00%B%x00%an%x00%cI%x00%P', ...hashes);
  return log
    .split('\x1e')
    .slice(1)
    .map((record) => {
      const [sha = '', message = '', author = '', date = '', parents = ''] = record.trimEnd().split('\0');
      const person = { name: author, date };
      return {
        sha,
        commit: { message, author: person, committer: person },
        parents: parents.split(' ').map((parent) => ({ sha: parent })),
      };
    });
}
