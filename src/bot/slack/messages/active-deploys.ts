import type { KnownBlock } from '@slack/types';
import { leagueTime } from '../../../operations/kit/league-time.ts';
import { shortCommit } from '../../../operations/kit/short-commit.ts';
import type { ReplyData } from '../../../operations/registry.ts';
import { type Instant, instantFromDate } from '../../../platform/instant.ts';
import { bold, dataText, line, paragraph, words } from './rich-text.ts';

type Row = ReplyData<'deploy active'>['active'][number];

/** Renders one line for each deploy, build and revision. */
export function activeDeploysBlocks({ at, active }: ReplyData<'deploy active'>): readonly KnownBlock[] {
  if (active.length === 0) return [];
  return [paragraph(...active.map((row) => activeLine(row, at)))];
}

function activeLine(row: Row, at: Instant) {
  const { service, kind, name, state, commit, by, announced, under } = row;
  const parts = [
    kind === 'revision' ? `revision ${name}` : `${kind} ${state}`,
    ...(commit === null ? ['commit not known'] : [shortCommit(commit)]),
    `${leagueTime(instantFromDate(new Date(row.started_at)), at)} by ${by ?? 'an unknown account'}`,
    announced === 'yes' ? `announced by ${under}` : ANNOUNCED[announced],
  ];
  const mark = announced === 'no' ? '⚠ ' : '● ';
  return line(words(mark), bold(service ?? 'Unknown service'), words(' — '), dataText(parts.join(' · ')));
}

const ANNOUNCED = { no: 'nobody announced it', unknown: 'not known whether it was announced' } as const;
