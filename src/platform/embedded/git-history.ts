import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as z from 'zod';
import type { Commit, CommitHistory, CommitRange } from '../commit-history.ts';
import { known, type Unknown, unknown } from '../reading.ts';

const run = promisify(execFile);

const GIT_TIMEOUT_MS = 10_000;
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;
/** Separators that no field of a commit contains. */
const RECORD = '\x1e';
const FIELD = '\x1f';
/** The branches that are looked for, first match first. A remote branch is newer than the local copy of it. */
const MAIN_BRANCHES = ['origin/main', 'origin/master', 'main', 'master'];

/** The history of the local git repository that contains `folder`, as of its last fetch. */
export function gitHistory(folder: string): CommitHistory {
  const git = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await run('git', ['-C', folder, ...args], {
      timeout: GIT_TIMEOUT_MS,
      maxBuffer: MAX_OUTPUT_BYTES,
      encoding: 'utf8',
    });
    return stdout.trimEnd();
  };
  return {
    compare: (base, head) => orUnknown(() => compare(git, base, head)),
    readMissingPaths: (commit, paths) => orUnknown(() => readMissingPaths(git, commit, paths)),
    readMain: () => orUnknown(() => readMain(git)),
    diffUrl: () => null,
  };
}

type Git = (...args: readonly string[]) => Promise<string>;

async function compare(git: Git, base: string, head: string): Promise<CommitRange> {
  const [isShallow, from, to] = await Promise.all([
    git('rev-parse', '--is-shallow-repository'),
    hashOf(git, base),
    hashOf(git, head),
  ]);
  // A shallow clone lacks commits, so it can miss that one commit contains another.
  if (isShallow === 'true') {
    return unknown('The git repository is a shallow clone. Fetch its whole history: `git fetch --unshallow`.');
  }
  if (from === undefined) return notInHistory(base);
  if (to === undefined) return notInHistory(head);
  const format = `--format=${RECORD}%H${FIELD}%s${FIELD}%an${FIELD}%cI`;
  const [behind, log] = await Promise.all([
    git('rev-list', '--count', `${to}..${from}`),
    // `-c` lists the files that a merge itself changes, and no files of the merged commits.
    git('log', '--no-renames', '-c', '--name-only', '-z', format, to, `^${from}`),
  ]);
  return { type: 'known', base: from, head: to, ahead: commitsIn(log), behind: Number(behind) };
}

async function readMissingPaths(git: Git, commit: string, paths: readonly string[]) {
  const tree = await git('ls-tree', '-r', '-t', '-z', '--name-only', '--full-tree', commit);
  const present = new Set(tree.split('\0'));
  return known(paths.filter((path) => !present.has(withoutSlash(path))));
}

function withoutSlash(path: string): string {
  return path.replace(/\/+$/, '');
}

async function readMain(git: Git) {
  for (const branch of MAIN_BRANCHES) {
    const sha = await hashOf(git, branch);
    if (sha !== undefined) return { type: 'known', sha } as const;
  }
  return unknown(`The git repository has none of the branches ${MAIN_BRANCHES.join(', ')}.`);
}

/** Resolves to the full hash of a commit; undefined if the repository does not have it. */
async function hashOf(git: Git, name: string): Promise<string | undefined> {
  try {
    return await git('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`);
  } catch (error) {
    // With --quiet, git exits with 1 and prints nothing if the name is unknown. Everything else is a failure.
    if (exitCodeOf(error) === 1) return undefined;
    throw error;
  }
}

function notInHistory(commit: string): Unknown {
  return unknown(`The git repository does not have the commit ${commit}. Fetch first: \`git fetch\`.`);
}

function commitsIn(log: string): readonly Commit[] {
  return log.split(RECORD).slice(1).map(commitOf);
}

/** Parses one record: the fields, a NUL, a line break, and the files with a NUL after each. */
function commitOf(record: string): Commit {
  const [fields = '', ...files] = record.split('\0');
  const [sha, title, author, committedAt, ...others] = fields.split(FIELD);
  if (
    sha === undefined ||
    title === undefined ||
    author === undefined ||
    committedAt === undefined ||
    others.length > 0
  ) {
    throw new Error('git log printed a record with other fields than requested');
  }
  const named = files.map((file, index) => (index === 0 ? file.replace('\n', '') : file));
  return { sha, title, author, committedAt, files: named.filter((file) => file !== '') };
}

/** Git that is absent, fails or hangs leaves the question open. */
async function orUnknown<T>(ask: () => Promise<T | Unknown>): Promise<T | Unknown> {
  try {
    return await ask();
  } catch (error) {
    return unknown(`Git cannot read the history: ${reasonOf(error)}`);
  }
}

const Failed = z.object({ code: z.union([z.string(), z.number()]).nullish(), stderr: z.string().default('') });

function reasonOf(error: unknown): string {
  const { code, stderr } = Failed.catch({ stderr: '' }).parse(error);
  if (code === 'ENOENT') return 'git is not installed.';
  const [first = ''] = stderr.split('\n', 1);
  if (first !== '') return first;
  return error instanceof Error ? error.message : String(error);
}

function exitCodeOf(error: unknown): string | number | undefined {
  return Failed.safeParse(error).data?.code ?? undefined;
}
