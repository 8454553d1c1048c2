import type { ModalView } from '@slack/types';
import * as z from 'zod';
import type { Instant } from '../../../platform/instant.ts';
import { paragraph, sentence } from './rich-text.ts';
import { safeText } from './safe-text.ts';
import { withReaderTimes } from './with-reader-times.ts';

const MAX_TITLE = 24;
const MIN_REASON = 3;
const MAX_REASON = 120;

/** The callback ids of the modals for taking over a lock and for joining its queue. */
export const LOCK_MODAL = { takeOver: 'lock-take-over', queue: 'lock-queue' } as const;

/** The data that the bot keeps in the modal for taking over a lock or joining its queue. */
export const LockPosition = z.object({
  /** The value of the button that opened the modal. It refers to one claim or one reservation of the lock. */
  ticket: z.string(),
  /** The response URL of the click. A submitted modal has no response URL of its own. */
  response_url: z.string(),
});
export type LockPosition = z.infer<typeof LockPosition>;

/** The submitted fields of the modal for taking over a lock or joining its queue. */
export const LockForm = z.object({
  reason: z.object({ reason: z.object({ value: z.string().nullable() }) }),
  for: z.object({ for: z.object({ value: z.string().nullable() }) }),
});

interface LockModalContent {
  readonly position: LockPosition;
  readonly explanation: string;
  /** The time at which the modal opens. */
  readonly now: Instant;
}

/** Builds the modal for taking over a lock or joining its queue. It asks for a reason and a duration. */
export function lockModal(kind: keyof typeof LOCK_MODAL, { position, explanation, now }: LockModalContent): ModalView {
  const title = { takeOver: 'Take over the lock', queue: 'Join the queue' }[kind];
  const submit = { takeOver: 'Take over', queue: 'Join' }[kind];
  return {
    type: 'modal',
    callback_id: LOCK_MODAL[kind],
    private_metadata: JSON.stringify(position),
    title: plain(safeText(title, MAX_TITLE)),
    submit: plain(submit),
    close: plain('Cancel'),
    blocks: [
      ...withReaderTimes([paragraph(sentence(explanation))], now),
      {
        type: 'input',
        block_id: 'reason',
        label: plain('What will you do with the lock?'),
        element: {
          type: 'plain_text_input',
          action_id: 'reason',
          min_length: MIN_REASON,
          max_length: MAX_REASON,
          focus_on_load: true,
        },
      },
      {
        type: 'input',
        block_id: 'for',
        label: plain('For how long?'),
        hint: plain('45m, 1h30m or until 18:30 ET; at most 8 hours'),
        element: { type: 'plain_text_input', action_id: 'for', initial_value: '30m' },
      },
    ],
  };
}

function plain(text: string) {
  return { type: 'plain_text', text, emoji: false } as const;
}
