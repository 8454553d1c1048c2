/** What each button is called in Slack's payloads. Messages keep them for years, so a name is never given another meaning. */
export const ACTION = {
  approve: 'approval-approve',
  cancel: 'approval-cancel',
  openSlate: 'slate-open',
  previousPage: 'slate-previous',
  nextPage: 'slate-next',
  /** Followed by a number, because the ids within one block must differ. */
  acceptOffer: 'offer-accept',
  endSession: 'session-end',
  extendLock: 'lock-extend',
  releaseLock: 'lock-release',
  takeOverLock: 'lock-take-over',
  queueForLock: 'lock-queue',
  claimOffered: 'lock-claim',
  passOffered: 'lock-pass',
} as const;
