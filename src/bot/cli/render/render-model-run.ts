import type { ReplyData } from '../../../operations/registry.ts';
import { escapeUnprintable } from '../../../platform/printable.ts';
import { type TerminalPage, WHOLE } from './terminal-page.ts';
import { textTable } from './text-table.ts';

/**
 * Renders the result of `models run` as one row per test case and model. A model that could not run has a reason
 * instead of a prediction.
 */
export function renderModelRun({ cases }: ReplyData<'models run'>, page: TerminalPage = WHOLE): string {
  const rows = cases.flatMap(({ id, models, absent }) => [
    ...Object.entries(models).map(([systemId, { predicted_points, recommendation }]) => [
      id,
      systemId,
      predicted_points,
      recommendation,
    ]),
    ...Object.entries(absent).map(([systemId, reason]) => [id, systemId, null, `absent: ${escapeUnprintable(reason)}`]),
  ]);
  return textTable(['case', 'model', 'points', 'recommendation'], rows, page);
}
