import type { ActionsBlock } from '@slack/types';
import type { TokenRequestCard } from '../../../coordination/tokens/token-request-card.ts';
import { rightText } from '../../../operations/token/token-rights.ts';
import { ACTION } from '../actions/action-id.ts';
import { button, confirmation } from './button.ts';
import { chatTime } from './chat-time.ts';
import { header, smallPrint } from './header.ts';
import { bold, bullets, dataText, line, mention, paragraph, words } from './rich-text.ts';
import { safeText } from './safe-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';

const MAX_NAME = 100;

/**
 * Renders the card that asks a person to confirm a token that somebody else created. Everybody sees the card, but only
 * that person can decide. The card has buttons while the token is pending.
 */
export function tokenRequestCard(card: TokenRequestCard): SlackMessage {
  const { name, acts_for, requested_by, rights, session_id } = card;
  const title = `Confirm the token of ${name}?`;
  const person = mention({ name: acts_for, user_id: acts_for });
  const granted = rights.map((right) => rightText(right, session_id));
  const { before, after } = stateSentence(card.state);
  const stateText = after === null ? before : `${before}${safeText(acts_for, MAX_NAME)}${after}`;
  const fallback = `${title} ${safeText(requested_by, MAX_NAME)} created it to act for ${safeText(acts_for, MAX_NAME)}. ${stateText}`;
  return slackMessage(fallback, [
    header(title),
    paragraph(
      line(
        person,
        words(': '),
        bold(requested_by),
        words(' created a token with which '),
        bold(name),
        words(' acts for you. With it, the agent may:'),
      ),
    ),
    bullets(...granted.map((text) => line(dataText(text)))),
    paragraph(
      line(
        bold(requested_by),
        words(' may not do this. '),
        words(before),
        ...(after === null ? [] : [person, words(after)]),
      ),
    ),
    ...buttons(card),
    smallPrint(
      `requested at ${chatTime(card.requested_at)}`,
      `the token expires at ${chatTime(card.expires_at)}`,
      `token ${card.token_id}`,
    ),
  ]);
}

/**
 * Returns a sentence about the state of an agent token: the text before and after the name of a person. `after` is null
 * if the sentence names nobody.
 */
function stateSentence(state: TokenRequestCard['state']): { readonly before: string; readonly after: string | null } {
  switch (state) {
    case 'pending':
      return { before: 'The token does not work before you confirm it.', after: null };
    case 'valid':
      return { before: '✓ Confirmed by ', after: '.' };
    case 'declined':
      return { before: '✕ This token will never work, because it was declined by ', after: '.' };
    case 'revoked':
      return { before: 'The token was revoked before anyone confirmed it.', after: null };
    case 'expired':
      return { before: 'The token expired before anyone confirmed it.', after: null };
  }
}

function buttons({ state, token_id, name }: TokenRequestCard): readonly ActionsBlock[] {
  if (state !== 'pending') return [];
  const confirm = button({ label: 'Confirm', actionId: ACTION.confirmToken, id: token_id, style: 'primary' });
  const dialog = confirmation({
    title: `Confirm the token of ${name}?`,
    text: 'The agent then acts for you until the token expires or is revoked.',
    confirm: 'Confirm',
    deny: 'Go back',
  });
  const decline = button({ label: 'Decline', actionId: ACTION.declineToken, id: token_id });
  return [{ type: 'actions', elements: [{ ...confirm, confirm: dialog }, decline] }];
}
