import { leagueTime } from '../../../operations/kit/league-time.ts';
import type { ReplyData } from '../../../operations/registry.ts';
import { renderData } from './render-data.ts';
import { type TerminalPage, WHOLE } from './terminal-page.ts';

type LockReply = ReplyData<'deploy claim' | 'deploy extend' | 'deploy join' | 'deploy take-over'>;

/** Renders who holds a lock and until when. The times have the same format as in the outcome's message. */
export function renderHold(data: LockReply, page: TerminalPage = WHOLE): string {
  if (!('since' in data) || data.since === undefined || data.until === undefined) return renderData(data, page);
  const { since, until, ...fields } = data;
  return renderData({ ...fields, since: leagueTime(since, since), until: leagueTime(until, since) }, page);
}
