import * as z from 'zod';
import { leagueTime } from '../../../operations/kit/league-clock.ts';
import { Instant } from '../../../platform/instant.ts';
import { renderData } from './render-data.ts';

const Hold = z.looseObject({ since: z.string().pipe(Instant), until: z.string().pipe(Instant) });

/** A hold, its own or that of another, with the times as the sentence above it says them. */
export function renderHold(data: unknown): string {
  const hold = Hold.safeParse(data);
  if (!hold.success) return renderData(data);
  const { since, until, ...fields } = hold.data;
  return renderData({ ...fields, since: leagueTime(since, since), until: leagueTime(until, since) });
}
