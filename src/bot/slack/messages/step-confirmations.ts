import type { Confirmation } from './button.ts';

const CONFIRMATIONS: Readonly<Record<string, Confirmation>> = {
  'deploy take-over': {
    title: 'Take the lock over?',
    text: 'The holder gets a notice and must stop everything that runs under the claim.',
    confirm: 'Take over',
    deny: 'Cancel',
  },
  'session end': {
    title: 'End the session?',
    text: 'The session gives up its locks and queue places. It cannot restart until someone issues a new token.',
    confirm: 'End session',
    deny: 'Cancel',
  },
  'predict skip': {
    title: 'Skip the player?',
    text: 'The request ends without a prediction, and the batch does not wait for it. A re-run requests the player again.',
    confirm: 'Skip',
    deny: 'Cancel',
  },
  'batch redrive': {
    title: 'Request the failed players again?',
    text: 'Each failed player gets a new request with all its attempts. If the cause is not fixed, the requests fail again.',
    confirm: 'Redrive',
    deny: 'Cancel',
  },
};

/** Returns the dialog that asks before a button runs an operation with large effects; undefined for other operations. */
export function confirmationOf(operation: string): Confirmation | undefined {
  return CONFIRMATIONS[operation];
}
