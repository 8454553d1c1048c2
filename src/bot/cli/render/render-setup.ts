import type { ReplyData } from '../../../operations/registry.ts';
import { type TerminalPage, WHOLE } from './terminal-page.ts';
import { textTable } from './text-table.ts';

/** Renders the resources as a table, with the reasons of what is not possible and what is left to do below it. */
export function renderSetup({ steps, by_hand }: ReplyData<'gcp setup'>, page: TerminalPage = WHOLE): string {
  const rows = steps.map(({ resource, result, detail }) => [
    result.replaceAll('_', ' '),
    resource,
    result === 'not_possible' ? '' : detail,
  ]);
  const failed = steps.filter(({ result }) => result === 'not_possible');
  return [
    textTable(['result', 'resource', 'difference'], rows, page),
    ...(failed.length === 0
      ? []
      : ['', 'Not possible:', ...failed.map(({ resource, detail }) => `- ${resource}: ${detail}`)]),
    '',
    'Still to do by hand:',
    ...by_hand.map((sentence) => `- ${sentence}`),
  ].join('\n');
}
