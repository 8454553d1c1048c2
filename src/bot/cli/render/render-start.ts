import * as z from 'zod';
import { renderData } from './render-data.ts';
import { renderSlate } from './render-slate.ts';

const Start = z.looseObject({ predictions: z.array(z.unknown()) });

/** The totals of tonight's batch, then one line a player. */
export function renderStart(data: unknown): string {
  const { predictions, ...totals } = Start.parse(data);
  return [renderData(totals), renderSlate({ predictions })].filter((part) => part !== '').join('\n\n');
}
