import type { ReplyData } from '../../../operations/registry.ts';
import { type Page, WHOLE } from './page.ts';
import { renderData } from './render-data.ts';
import { renderSlate } from './render-slate.ts';

/** Renders the totals of tonight's batch, then the players with the largest edges. */
export function renderStart({ predictions, ...totals }: ReplyData<'start'>, page: Page = WHOLE): string {
  return [renderData(totals, page), renderSlate({ predictions, headline_model: totals.headline_model }, page)]
    .filter((part) => part !== '')
    .join('\n\n');
}
