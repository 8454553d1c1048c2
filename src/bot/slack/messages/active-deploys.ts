import type { KnownBlock } from '@slack/types';
import { shortCommit } from '../../../operations/kit/short-commit.ts';
import type { ReplyData } from '../../../operations/registry.ts';
import { instantFromDate } from '../../../platform/instant.ts';
import { chatTime } from './chat-time.ts';
import { bold, bullets, dataText, line, words } from './rich-text.ts';

type Row = ReplyData<'deploy active'>['active'][number];

/** Renders one line for each deploy, build and revision. */
export function activeDeploysBlocks({ active }: ReplyData<'deploy active'>): readonly KnownBlock[] {
  if (active.length === 0) return [];
  return [bullets(...active.map(activeLine))];
}

function activeLine(row: Row) {
  const { service, kind, name, state, commit, by, announced } = row;
  const parts = [
    kind === 'revision' ? `revision ${name}` : `${kind} ${state}`,
    ...(commit === null ? ['commit not known'] : [shortCommit(commit)]),
    `${chatTime(instantFromDate(new Date(row.started_at)))} by ${by ?? 'an unknown account'}`,
    ...(kind === 'deploy' ? [] : [announcedText(row)]),
  ];
  const mark = announced === 'no' ? '⚠ ' : '';
  return line(words(mark), bold(service ?? 'Unknown service'), words(' — '), dataText(parts.join(' · ')));
}

/** A deploy is an announcement itself, so this is only for builds and revisions. */
function announcedText({ announced, under }: Row): string {
  switch (announced) {
    case 'yes':
      return `announced by ${under}`;
    case 'no':
      return 'nobody announced it';
    case 'unknown':
      return 'not known whether it was announced';
  }
}
