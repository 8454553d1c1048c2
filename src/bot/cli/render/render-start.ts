import type { ReplyData } from '../../../operations/registry.ts';
import { renderData } from './render-data.ts';
import { renderSlate } from './render-slate.ts';
import { type TerminalPage, WHOLE } from './terminal-page.ts';

/** Renders the totals of tonight's batch, then the players with the largest edges. */
export function renderStart({ predictions, ...totals }: ReplyData<'start'>, page: TerminalPage = WHOLE): string {
  return [renderData(totals, page), renderSlate({ predictions, headline_model: totals.headline_model }, page)]
    .filter((part) => part !== '')
    .join('\n\n');
}
