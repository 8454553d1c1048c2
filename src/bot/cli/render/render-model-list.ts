import type { ReplyData } from '../../../operations/registry.ts';
import { type TerminalPage, WHOLE } from './terminal-page.ts';
import { textTable } from './text-table.ts';

const HASH_DIGITS_SHOWN = 12;

/**
 * Renders the models as a table. A model without a training has dashes. The column `above %` is the share of games in
 * which the player scored more than the model predicted.
 */
export function renderModelList({ models }: ReplyData<'models list'>, page: TerminalPage = WHOLE): string {
  const rows = models.map(({ hold_out: graded, ...model }) => [
    model.system_id,
    model.version,
    model.kind,
    graded?.mae ?? null,
    graded?.bias ?? null,
    graded === null ? null : graded.share_above * 100,
    graded?.games ?? null,
    model.trained_from === null ? null : `${model.trained_from} to ${model.trained_to}`,
    model.features,
    model.file,
    model.sha256?.slice(0, HASH_DIGITS_SHOWN) ?? null,
  ]);
  return textTable(
    ['model', 'version', 'kind', 'MAE', 'bias', 'above %', 'games', 'trained on', 'features', 'file', 'sha256'],
    rows,
    page,
  );
}
