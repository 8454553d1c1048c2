import type { ActionsBlock, KnownBlock, ModalView } from '@slack/types';
import * as z from 'zod';
import { ACTION } from '../actions/action-id.ts';
import { button } from './button.ts';
import { count } from './figures.ts';
import { bullets, line, paragraph, sentence, words } from './rich-text.ts';
import { safeText } from './safe-text.ts';
import { type SlatePlayer, slateLine } from './slate-players.ts';

export const PLAYERS_A_PAGE = 20;
const MAX_TITLE = 24;

/** What the modal carries from page to page; parsed again when it comes back. */
export const SlatePosition = z.object({
  batch_id: z.string().regex(/^[\w.:-]{1,200}$/),
  page: z.number().int().min(0),
});
export type SlatePosition = z.infer<typeof SlatePosition>;

/** One page of a slate. A page beyond the end is the last one. */
export function slateModal(
  players: readonly SlatePlayer[],
  { gameDate, position }: { readonly gameDate: string; readonly position: SlatePosition },
): ModalView {
  const pages = Math.max(1, Math.ceil(players.length / PLAYERS_A_PAGE));
  const page = Math.min(position.page, pages - 1);
  const first = page * PLAYERS_A_PAGE;
  const onPage = players.slice(first, first + PLAYERS_A_PAGE);
  const where =
    onPage.length === 0
      ? 'There are no predictions any more.'
      : `Players ${count(first + 1)} to ${count(first + onPage.length)} of ${count(players.length)}, the largest edge first. Points and edge are the mean of the models.`;
  return modal(`Slate of ${gameDate}`, { ...position, page }, [
    paragraph(line(words(where))),
    ...turning(page, pages),
    ...(onPage.length === 0 ? [] : [bullets(...onPage.map(slateLine))]),
  ]);
}

/** Opened at once, because Slack takes a modal only for three seconds after the click. */
export function loadingModal(position: SlatePosition): ModalView {
  return modal('Slate', position, [paragraph(line(words('Reading the predictions…')))]);
}

/** What went wrong, in place of the page. */
export function failedModal(position: SlatePosition, message: string): ModalView {
  return modal('Slate', position, [paragraph(sentence(message))]);
}

function modal(title: string, position: SlatePosition, blocks: KnownBlock[]): ModalView {
  return {
    type: 'modal',
    callback_id: 'slate',
    private_metadata: JSON.stringify(position),
    title: { type: 'plain_text', text: safeText(title, MAX_TITLE), emoji: false },
    close: { type: 'plain_text', text: 'Close', emoji: false },
    blocks,
  };
}

/** The buttons name the page they lead to, so a second click on one of them does not skip a page. */
function turning(page: number, pages: number): readonly ActionsBlock[] {
  const buttons = [
    ...(page > 0 ? [button({ label: '‹ Previous', actionId: ACTION.previousPage, id: String(page - 1) })] : []),
    ...(page < pages - 1 ? [button({ label: 'Next ›', actionId: ACTION.nextPage, id: String(page + 1) })] : []),
  ];
  return buttons.length === 0 ? [] : [{ type: 'actions', elements: buttons }];
}
