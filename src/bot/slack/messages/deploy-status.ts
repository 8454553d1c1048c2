import type { KnownBlock, RichTextSection } from '@slack/types';
import { leagueTime } from '../../../operations/kit/league-clock.ts';
import { shortCommit } from '../../../operations/kit/short-commit.ts';
import type { ReplyData } from '../../../operations/registry.ts';
import type { Instant } from '../../../platform/instant.ts';
import { bold, line, paragraph, said, words } from './rich-text.ts';

type ListedLock = ReplyData<'deploy status'>['locks'][number];

const MARKS = {
  free: '○',
  held: '●',
  suspect: '◐',
  offered: '◌',
  awaited: '◌',
  unreadable: '⚠',
} as const satisfies Record<ListedLock['state'], string>;

/** Every service in a line: free, or who has it since when, until when and why; who waits; and the last deploy. */
export function deployStatusBlocks({ at, locks }: ReplyData<'deploy status'>): readonly KnownBlock[] {
  return [paragraph(...locks.map((lock) => lockLine(lock, at)))];
}

function lockLine(lock: ListedLock, at: Instant): RichTextSection {
  const { service, state, queue = [], deploy } = lock;
  const parts = [
    lock.through === undefined ? stateText(lock, at) : throughText(lock, at),
    ...(queue.length === 0 ? [] : [`waiting: ${queue.join(', ')}`]),
    ...(deploy === undefined ? [] : [deployText(deploy, at)]),
  ];
  return line(words(`${MARKS[state]} `), bold(service), words(' — '), said(parts.join(' · ')));
}

function stateText({ state, free_after = [], by = '', reason = '', since, until }: ListedLock, at: Instant): string {
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
function throughText({ state, by = '', until }: ListedLock, at: Instant): string {
  const ends = until === undefined ? '' : ` until ${leagueTime(until, at)}`;
  if (state === 'unreadable') return 'nobody may have it while global cannot be read';
  if (state === 'awaited') return awaitedText(by);
  return state === 'offered' ? `kept with everything for ${by}${ends}` : `held with everything by ${by}${ends}`;
}

function awaitedText(by: string): string {
  return `kept free for ${by}, who waits for everything`;
}

function deployText({ commit, state, by, started_at }: NonNullable<ListedLock['deploy']>, at: Instant): string {
  const what = commit === null ? 'of an unknown commit' : shortCommit(commit);
  return `last deploy ${what} ${state}, ${by}, ${leagueTime(started_at, at)}`;
}
