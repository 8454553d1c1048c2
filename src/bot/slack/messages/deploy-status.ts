import type { KnownBlock, RichTextSection } from '@slack/types';
import { verdictPhrase } from '../../../operations/deploy/deploy-result-text.ts';
import { driftText, servingText } from '../../../operations/deploy/drift-text.ts';
import { freezeSentence } from '../../../operations/deploy/freeze-text.ts';
import { shortCommit } from '../../../operations/kit/short-commit.ts';
import type { ReplyData } from '../../../operations/registry.ts';
import { chatTime } from './chat-time.ts';
import { bold, dataText, line, paragraph, words } from './rich-text.ts';

type ListedLock = ReplyData<'deploy status'>['locks'][number];

const MARKS = {
  free: '○',
  held: '●',
  suspect: '◐',
  offered: '◌',
  awaited: '◌',
  unreadable: '⚠',
} as const satisfies Record<ListedLock['state'], string>;

/**
 * Renders one line per service: its holder with times and reason, the queue, and the last deploy.
 */
export function deployStatusBlocks({ at, freeze, locks, unseen }: ReplyData<'deploy status'>): readonly KnownBlock[] {
  const frozen = freeze === undefined ? [] : [line(bold('■ '), dataText(freezeSentence(freeze, at)))];
  const unknown = unseen.length === 0 ? [] : [line(words(`Serving commit unknown: ${unseen.join(', ')}.`))];
  return [paragraph(...frozen, ...locks.map(lockLine), ...unknown)];
}

function lockLine(lock: ListedLock): RichTextSection {
  const { service, state, queue = [], deploy, serving } = lock;
  const parts = [
    lock.through === undefined ? stateText(lock) : throughText(lock),
    ...(queue.length === 0 ? [] : [`waiting: ${queue.join(', ')}`]),
    ...(deploy === undefined ? [] : [deployText(deploy)]),
    ...(serving === undefined ? [] : [`serves ${servingText(serving)}: ${driftText(serving)}`]),
  ];
  return line(words(`${MARKS[state]} `), bold(service), words(' — '), dataText(parts.join(' · ')));
}

function stateText({ state, free_after = [], by = '', reason = '', since, until }: ListedLock): string {
  const begun = since === undefined ? '' : ` since ${chatTime(since)}`;
  const ends = until === undefined ? '' : ` until ${chatTime(until)}`;
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

/** Describes a service that is blocked by the global lock. */
function throughText({ state, by = '', until }: ListedLock): string {
  const ends = until === undefined ? '' : ` until ${chatTime(until)}`;
  if (state === 'unreadable') return 'blocked: the global lock cannot be read';
  if (state === 'awaited') return awaitedText(by);
  return state === 'offered'
    ? `reserved for ${by} through the global lock${ends}`
    : `held by ${by} through the global lock${ends}`;
}

function awaitedText(by: string): string {
  return `blocked: ${by} is waiting for the global lock`;
}

function deployText({ commit, state, by, started_at, served }: NonNullable<ListedLock['deploy']>): string {
  const what = commit === null ? '' : `${shortCommit(commit)} `;
  const verdict = verdictPhrase(served);
  return `last deploy ${what}${state}, ${by}, ${chatTime(started_at)}${verdict === undefined ? '' : `, ${verdict}`}`;
}
