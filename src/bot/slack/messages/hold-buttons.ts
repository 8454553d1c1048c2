import type { ActionsBlock, KnownBlock } from '@slack/types';
import { ACTION } from '../actions/action-id.ts';
import { button } from './button.ts';

/** Builds the buttons that change a claim of a lock. `ticket` is the opaque id of the claim. */
export function holdButtons(ticket: string): ActionsBlock & KnownBlock {
  return {
    type: 'actions',
    elements: [
      button({ label: 'Extend 30 min', actionId: ACTION.extendLock, id: ticket }),
      button({ label: 'Release', actionId: ACTION.releaseLock, id: ticket }),
      button({ label: 'Queue up', actionId: ACTION.queueForLock, id: ticket }),
      button({ label: 'Take over', actionId: ACTION.takeOverLock, id: ticket, style: 'danger' }),
    ],
  };
}

/** Builds the buttons with which a holder answers the warning that a claim expires. */
export function extendButtons(ticket: string): ActionsBlock & KnownBlock {
  return {
    type: 'actions',
    elements: [
      button({ label: 'Extend 30 min', actionId: ACTION.extendLock, id: ticket, style: 'primary' }),
      button({ label: 'Release', actionId: ACTION.releaseLock, id: ticket }),
    ],
  };
}
