import { leagueTime, leagueTimeSpan } from '../../../operations/kit/league-time.ts';
import { shortCommit } from '../../../operations/kit/short-commit.ts';
import type { ReplyData } from '../../../operations/registry.ts';
import { type Instant, instantFromDate } from '../../../platform/instant.ts';
import { renderRows } from './render-data.ts';
import { type TerminalPage, WHOLE } from './terminal-page.ts';

type Row = ReplyData<'deploy active'>['active'][number];

/** Renders deploys, builds and revisions as a table with one row each. */
export function renderActive({ at, active }: ReplyData<'deploy active'>, page: TerminalPage = WHOLE): string {
  return renderRows(
    active.map((row) => ({
      service: row.service ?? 'not known',
      what: row.kind,
      state: row.state,
      name: row.name,
      commit: row.commit === null ? 'not known' : shortCommit(row.commit),
      by: row.by ?? 'not known',
      since: timeText(row, at),
      lock: lockText(row),
    })),
    page,
  );
}

function timeText({ started_at }: Row, at: Instant): string {
  const started = instantFromDate(new Date(started_at));
  return `${leagueTime(started, at)}, ${leagueTimeSpan(started, at)}`;
}

function lockText({ announced, under, token }: Row): string {
  switch (announced) {
    case 'yes':
      return token === null || token === 0 ? `${under}` : `${under}, token ${token}`;
    case 'no':
      return 'nobody';
    case 'unknown':
      return 'not known';
  }
}
