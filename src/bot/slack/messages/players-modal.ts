import type { ActionsBlock, KnownBlock, ModalView } from '@slack/types';
import * as z from 'zod';
import type { ReplyData } from '../../../operations/registry.ts';
import { MissingWhy } from '../../../pipeline/batch/missing-groups.ts';
import { ACTION } from '../actions/action-id.ts';
import { button } from './button.ts';
import { count, inWords } from './figures.ts';
import { MISSING_REASONS } from './missing-groups.ts';
import { bold, bullets, dataText, line, paragraph, sentence, words } from './rich-text.ts';

type PlayersPage = ReplyData<'batch players'>;

/** The data that the bot keeps in the modal that lists the players of a batch. Pages are counted from 1. */
export const PlayersPosition = z.object({
  batch_id: z.string().regex(/^[\w.:-]{1,200}$/),
  page: z.number().int().min(1),
});
export type PlayersPosition = z.infer<typeof PlayersPosition>;

/** Builds the modal with one page of the players of a batch, the missing ones first. */
export function playersModal({ batch_id, total, page, pages, players }: PlayersPage): ModalView {
  const where = `${count(total)} players, those without a prediction first. Page ${count(page)} of ${count(pages)}.`;
  return modal({ batch_id, page }, [
    paragraph(line(words(total === 0 ? 'The batch has no players yet.' : where))),
    ...pageButtons(page, pages),
    ...(players.length === 0 ? [] : [bullets(...players.map(playerLine))]),
  ]);
}

/** Builds a modal with a text in place of the players: that they are being loaded, or an error. */
export function playersNotice(position: PlayersPosition, message: string): ModalView {
  return modal(position, [paragraph(sentence(message))]);
}

function playerLine({ player_name, team, status, reason }: PlayersPage['players'][number]) {
  const why = reason === null ? [] : [words(': '), dataText(reasonText(reason))];
  return line(bold(player_name), words(' '), dataText(team), words(` · ${status}`), ...why);
}

function reasonText(reason: string): string {
  const missing = MissingWhy.safeParse(reason).data;
  return missing === undefined ? inWords(reason) : MISSING_REASONS[missing].toLowerCase();
}

function modal(position: PlayersPosition, blocks: KnownBlock[]): ModalView {
  return {
    type: 'modal',
    callback_id: 'players',
    private_metadata: JSON.stringify(position),
    title: { type: 'plain_text', text: 'Players of the batch', emoji: false },
    close: { type: 'plain_text', text: 'Close', emoji: false },
    blocks,
  };
}

/** Each button carries the number of the page that it opens, so a double click does not skip a page. */
function pageButtons(page: number, pages: number): readonly ActionsBlock[] {
  const buttons = [
    ...(page > 1 ? [button({ label: '‹ Previous', actionId: ACTION.previousPlayers, id: String(page - 1) })] : []),
    ...(page < pages ? [button({ label: 'Next ›', actionId: ACTION.nextPlayers, id: String(page + 1) })] : []),
  ];
  return buttons.length === 0 ? [] : [{ type: 'actions', elements: buttons }];
}
