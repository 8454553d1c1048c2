import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as z from 'zod';
import { errorText } from '../../../platform/error-text.ts';
import { quoteText } from '../../../platform/printable.ts';
import { Problem } from '../../../platform/problem.ts';
import type { DeployRunInput } from './deploy-run-command.ts';

const run = promisify(execFile);
const GIT_TIMEOUT_MS = 10_000;
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;
const FILES_SHOWN = 3;

/** The commit that a deploy claims. */
export interface CommitToDeploy {
  /** Undefined if nobody names the commit: the folder is not in a git checkout, or git cannot read it. */
  readonly commit: string | undefined;
  readonly changes: 'committed' | 'uncommitted';
}

/**
 * Finds the commit that a deploy claims: the given one, or HEAD of the git checkout that contains the folder. A checkout
 * with uncommitted changes deploys code that no commit has, so it is refused unless the caller allows it. A commit that
 * the caller names is taken as it is, because the deploy may build it elsewhere.
 */
export async function commitToDeploy(
  folder: string,
  { commit, allow_dirty }: Pick<DeployRunInput, 'commit' | 'allow_dirty'>,
): Promise<CommitToDeploy> {
  if (commit !== undefined) return { commit, changes: 'committed' };
  const head = await git(folder, ['rev-parse', '--verify', '--quiet', 'HEAD']);
  if (head === undefined) return { commit: undefined, changes: 'committed' };
  const status = (await git(folder, ['status', '--porcelain'])) ?? '';
  const changed = status.split('\n').filter((line) => line !== '');
  if (changed.length === 0) return { commit: head, changes: 'committed' };
  if (!allow_dirty) throw uncommitted(changed);
  return { commit: head, changes: 'uncommitted' };
}

/** Resolves to what git prints; undefined if git is not installed, or fails because the folder has no commit. */
async function git(folder: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const options = { timeout: GIT_TIMEOUT_MS, maxBuffer: MAX_OUTPUT_BYTES, encoding: 'utf8' } as const;
    return (await run('git', ['-C', folder, ...args], options)).stdout.trimEnd();
  } catch (error) {
    const { code } = Failure.catch({}).parse(error);
    if (code === 'ENOENT' || code === 1 || code === 128) return undefined;
    throw unreadable(folder, error);
  }
}

const Failure = z.object({ code: z.union([z.string(), z.number()]).nullish() });

function unreadable(folder: string, cause: unknown): Problem {
  const message = `Git cannot tell the commit of ${folder}: ${errorText(cause)}. Name the commit with \`--commit\`. Nothing was deployed.`;
  return new Problem({ code: 'no_commit', message, cause });
}

function uncommitted(changed: readonly string[]): Problem {
  const files = changed.slice(0, FILES_SHOWN).map((line) => quoteText(line.slice('XY '.length)));
  const more = changed.length > FILES_SHOWN ? ` and ${changed.length - FILES_SHOWN} more` : '';
  const message = `The git checkout has uncommitted changes: ${files.join(', ')}${more}. Commit or stash them, so that the commit says what is deployed. To deploy them anyway, add \`--allow-dirty\`. To deploy a commit that is built elsewhere, name it with \`--commit\`. Nothing was deployed.`;
  return new Problem({ code: 'uncommitted_changes', message });
}
