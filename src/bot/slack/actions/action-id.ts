/** The action ids of the buttons. Old messages keep them for years, so an id never changes its meaning. */
export const ACTION = {
  approve: 'approval-approve',
  cancel: 'approval-cancel',
  openSlate: 'slate-open',
  previousPage: 'slate-previous',
  nextPage: 'slate-next',
  /** A prefix: a number follows, because the ids within one block must differ. */
  runStoredStep: 'offer-accept',
  endSession: 'session-end',
  extendLock: 'lock-extend',
  releaseLock: 'lock-release',
  takeOverLock: 'lock-take-over',
  queueForLock: 'lock-queue',
  claimReserved: 'lock-claim',
  passReserved: 'lock-pass',
  acknowledgeIncident: 'incident-acknowledge',
  snoozeIncident: 'incident-snooze',
  resolveIncident: 'incident-resolve',
} as const;
