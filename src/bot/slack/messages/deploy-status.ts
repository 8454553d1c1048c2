import type { KnownBlock, RichTextSection } from '@slack/types';
import * as z from 'zod';
import { leagueTime } from '../../../operations/kit/league-clock.ts';
import { shortCommit } from '../../../operations/kit/short-commit.ts';
import { Instant } from '../../../platform/instant.ts';
import { bold, dataText, line, paragraph, words } from './rich-text.ts';

const Deploy = z.object({ commit: z.string().nullable(), state: z.string(), by: z.string(), started_at: Instant });
const Lock = z.object({
  service: z.string(),
  state: z.enum(['free', 'held', 'suspect', 'offered', 'awaited', 'unreadable']),
  through: z.string().optional(),
  free_after: z.array(z.string()).default([]),
  by: z.string().default(''),
  reason: z.string().default(''),
  since: Instant.optional(),
  until: Instant.optional(),
  queue: z.array(z.string()).default([]),
  deploy: Deploy.optional(),
});
type Lock = z.infer<typeof Lock>;
/** `at`: the time of the snapshot. Times of another day are shown with their date. */
const DeployStatus = z.object({ at: Instant, locks: z.array(Lock) });

const MARKS = {
  free: '○',
  held: '●',
  suspect: '◐',
  offered: '◌',
  awaited: '◌',
  unreadable: '⚠',
} as const satisfies Record<Lock['state'], string>;

/** One line per service: its holder with times and reason, the queue, and the last deploy. */
export function deployStatusBlocks(data: unknown): readonly KnownBlock[] {
  const status = DeployStatus.safeParse(data);
  if (!status.success) return [];
  const { at, locks } = status.data;
  return [paragraph(...locks.map((lock) => lockLine(lock, at)))];
}

function lockLine(lock: Lock, at: Instant): RichTextSection {
  const { service, state, queue, deploy } = lock;
  const parts = [
    lock.through === undefined ? stateText(lock, at) : throughText(lock, at),
    ...(queue.length === 0 ? [] : [`waiting: ${queue.join(', ')}`]),
    ...(deploy === undefined ? [] : [deployText(deploy, at)]),
  ];
  return line(words(`${MARKS[state]} `), bold(service), words(' — '), dataText(parts.join(' · ')));
}

function stateText({ state, free_after, by, reason, since, until }: Lock, at: Instant): string {
  const begun = since === undefined ? '' : ` since ${leagueTime(since, at)}`;
  const ends = until === undefined ? '' : ` until ${leagueTime(until, at)}`;
  switch (state) {
    case 'free':
      return free_after.length === 0 ? 'free' : `free after ${free_after.join(', ')}`;
    case 'held':
      return `held by ${by}${begun}${ends}: ${reason}`;
    case 'suspect':
      return `held by ${by} (unresponsive)${begun}${ends}: ${reason}`;
    case 'awaited':
      return awaitedText(by);
    case 'offered':
      return `reserved for ${by}${ends}`;
    case 'unreadable':
      return `lock document unreadable: ${reason}`;
  }
}

/** A service that is blocked by the global lock. */
function throughText({ state, by, until }: Lock, at: Instant): string {
  const ends = until === undefined ? '' : ` until ${leagueTime(until, at)}`;
  if (state === 'unreadable') return 'blocked: the global lock cannot be read';
  if (state === 'awaited') return awaitedText(by);
  return state === 'offered' ? `reserved for ${by} through global${ends}` : `held by ${by} through global${ends}`;
}

function awaitedText(by: string): string {
  return `blocked: ${by} waits for global`;
}

function deployText({ commit, state, by, started_at }: z.infer<typeof Deploy>, at: Instant): string {
  const what = commit === null ? 'of unknown commit' : shortCommit(commit);
  return `last deploy ${what} ${state}, ${by}, ${leagueTime(started_at, at)}`;
}
