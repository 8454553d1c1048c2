import type { Octokit } from '@octokit/rest';
import pLimit from 'p-limit';
import type { Commit, CommitHistory, CommitRange } from '../commit-history.ts';
import { known, type Unknown, unknown } from '../reading.ts';
import type { GithubClient } from './github-client.ts';
import { githubFailure } from './github-failure.ts';

const PAGE = 100;
/** A commit lists its files in pages of this many, at most ten. */
const FILES_PAGE = 300;
const MOST_FILE_PAGES = 10;
const REQUESTS_AT_ONCE = 8;
/** Each commit of a range costs one request. A range with more commits is not read. */
const MOST_COMMITS = 300;
/** Commits never change, so their files are remembered. */
const MOST_REMEMBERED = 5_000;

/** The history of a repository on GitHub. A question that GitHub does not answer is unknown, with the reason. */
export function githubHistory({ api, where }: GithubClient): CommitHistory {
  const { owner, repo } = where;
  const source: Source = {
    api,
    where,
    files: new Map(),
    ranges: new Map(),
    trees: new Map(),
  };
  return {
    compare: (base, head) => orUnknown(`${owner}/${repo}`, () => compare(source, base, head)),
    readMissingPaths: (commit, paths) => orUnknown(`${owner}/${repo}`, () => readMissingPaths(source, commit, paths)),
    readMain: () => orUnknown(`${owner}/${repo}`, () => readMain(source)),
    diffUrl: (base, head) => `https://github.com/${owner}/${repo}/compare/${base}...${head}`,
  };
}

interface Source extends GithubClient {
  /** The files of the commits that were read, by the hash of the commit. */
  readonly files: Map<string, readonly string[]>;
  /** The ranges that were read, by their full hashes. */
  readonly ranges: Map<string, CommitRange>;
  /** The newest tree that was asked for, by the hash of its commit. Every service asks for the tree of main. */
  readonly trees: Map<string, Promise<Tree>>;
}

interface Tree {
  readonly paths: ReadonlySet<string>;
  /** Whether GitHub lists only a part of a large tree. */
  readonly truncated: boolean;
}

async function readMain({ api, where }: Source) {
  const { data: repository } = await api.rest.repos.get(where);
  const { data } = await api.rest.git.getRef({ ...where, ref: `heads/${repository.default_branch}` });
  return { type: 'known', sha: data.object.sha } as const;
}

async function readMissingPaths(source: Source, commit: string, paths: readonly string[]) {
  const tree = await treeOf(source, commit);
  const missing = paths.filter((path) => !tree.paths.has(path.replace(/\/+$/, '')));
  if (tree.truncated && missing.length > 0)
    return unknown(
      `GitHub does not list all files of ${commit}, so it is unknown whether it has ${missing.join(', ')}.`,
    );
  return known(missing);
}

function treeOf(source: Source, commit: string): Promise<Tree> {
  const asked = source.trees.get(commit);
  if (asked !== undefined) return asked;
  const tree = readTree(source, commit);
  source.trees.clear();
  source.trees.set(commit, tree);
  // A failed request is repeated at the next question.
  tree.catch(() => source.trees.delete(commit));
  return tree;
}

async function readTree({ api, where }: Source, commit: string): Promise<Tree> {
  const { data } = await api.rest.git.getTree({ ...where, tree_sha: commit, recursive: '1' });
  return { paths: new Set(data.tree.map(({ path }) => path)), truncated: data.truncated };
}

async function compare(source: Source, base: string, head: string): Promise<CommitRange> {
  const key = `${base}..${head}`;
  const read = source.ranges.get(key);
  if (read !== undefined) return read;
  const listed = await listRange(source, base, head);
  if (listed.total > MOST_COMMITS) {
    const why = `Main has ${listed.total.toLocaleString('en-US')} commits that ${base} lacks, and Tipoff reads at most ${MOST_COMMITS} from GitHub. Set TIPOFF_REPOSITORY to a local clone to compare them.`;
    return unknown(why);
  }
  const atOnce = pLimit(REQUESTS_AT_ONCE);
  const ahead = await Promise.all(
    listed.commits.map(async ({ isMerge: _, ...commit }): Promise<Commit> => {
      return { ...commit, files: await atOnce(() => filesOf(source, commit.sha)) };
    }),
  );
  const range = {
    type: 'known',
    base: listed.base,
    head: listed.head,
    ahead: withoutMergedFiles(ahead, listed.commits).toReversed(),
    behind: listed.behind,
  } as const;
  remember(source.ranges, key, range);
  return range;
}

type ListedCommit = Omit<Commit, 'files'> & { readonly isMerge: boolean };

/** Lists the commits of a range, oldest first. GitHub gives them in pages, and the files only for the whole range. */
async function listRange({ api, where }: Source, base: string, head: string) {
  const commits: ListedCommit[] = [];
  for (let page = 1; ; page += 1) {
    const basehead = `${base}...${head}`;
    const { data } = await api.rest.repos.compareCommitsWithBasehead({ ...where, basehead, per_page: PAGE, page });
    const shown = data.commits.map(listedCommit);
    commits.push(...shown);
    const isLast = shown.length < PAGE || commits.length >= data.total_commits || data.total_commits > MOST_COMMITS;
    if (!isLast) continue;
    const newest = commits.at(-1)?.sha ?? data.merge_base_commit.sha;
    return { commits, base: data.base_commit.sha, head: newest, behind: data.behind_by, total: data.total_commits };
  }
}

type ApiCommit = Awaited<ReturnType<Octokit['rest']['repos']['getCommit']>>['data'];

function listedCommit({ sha, commit, parents }: Pick<ApiCommit, 'sha' | 'commit' | 'parents'>): ListedCommit {
  return {
    sha,
    title: commit.message.split('\n', 1).join(),
    author: commit.author?.name ?? 'unknown',
    committedAt: commit.committer?.date ?? commit.author?.date ?? new Date(0).toISOString(),
    isMerge: parents.length > 1,
  };
}

async function filesOf({ api, where, files: remembered }: Source, sha: string): Promise<readonly string[]> {
  const read = remembered.get(sha);
  if (read !== undefined) return read;
  const files: string[] = [];
  for (let page = 1; page <= MOST_FILE_PAGES; page += 1) {
    const { data } = await api.rest.repos.getCommit({ ...where, ref: sha, per_page: FILES_PAGE, page });
    const shown = data.files ?? [];
    files.push(
      ...shown.flatMap(({ filename, previous_filename: before }) => [
        filename,
        ...(before === undefined ? [] : [before]),
      ]),
    );
    if (shown.length < FILES_PAGE) break;
  }
  remember(remembered, sha, files);
  return files;
}

/**
 * GitHub lists for a merge every file of the merged branch. Only the files that no other commit of the range changes are
 * counted, because the others already count with the commit that changes them.
 */
function withoutMergedFiles(commits: readonly Commit[], listed: readonly ListedCommit[]): readonly Commit[] {
  const merges = new Set(listed.filter(({ isMerge }) => isMerge).map(({ sha }) => sha));
  const changed = new Set(commits.filter(({ sha }) => !merges.has(sha)).flatMap(({ files }) => files));
  return commits.map((commit) =>
    merges.has(commit.sha) ? { ...commit, files: commit.files.filter((file) => !changed.has(file)) } : commit,
  );
}

function remember<T>(map: Map<string, T>, key: string, value: T): void {
  const [oldest] = map.keys();
  if (map.size >= MOST_REMEMBERED && oldest !== undefined) map.delete(oldest);
  map.set(key, value);
}

async function orUnknown<T>(repository: string, ask: () => Promise<T | Unknown>): Promise<T | Unknown> {
  try {
    return await ask();
  } catch (error) {
    return unknown(githubFailure(error, repository));
  }
}
