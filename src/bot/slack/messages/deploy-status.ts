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
/** `at`: when it was so; what is of another day is told with its day. */
const DeployStatus = z.object({ at: Instant, locks: z.array(Lock) });

const MARKS = {
  free: '○',
  held: '●',
  suspect: '◐',
  offered: '◌',
  awaited: '◌',
  unreadable: '⚠',
} as const satisfies Record<Lock['state'], string>;

/** Every service in a line: free, or who has it since when, until when and why; who waits; and the last deploy. */
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
      return `held by ${by}, who does not answer,${begun}${ends}: ${reason}`;
    case 'awaited':
      return awaitedText(by);
    case 'offered':
      return `kept for ${by}${ends}`;
    case 'unreadable':
      return `its document cannot be read: ${reason}`;
  }
}

/** Of a service that is not free because of the lock of everything. */
function throughText({ state, by, until }: Lock, at: Instant): string {
  const ends = until === undefined ? '' : ` until ${leagueTime(until, at)}`;
  if (state === 'unreadable') return 'nobody may have it while global cannot be read';
  if (state === 'awaited') return awaitedText(by);
  return state === 'offered' ? `kept with everything for ${by}${ends}` : `held with everything by ${by}${ends}`;
}

function awaitedText(by: string): string {
  return `kept free for ${by}, who waits for everything`;
}

function deployText({ commit, state, by, started_at }: z.infer<typeof Deploy>, at: Instant): string {
  const what = commit === null ? 'of an unknown commit' : shortCommit(commit);
  return `last deploy ${what} ${state}, ${by}, ${leagueTime(started_at, at)}`;
}
