/** The action ids of the buttons. Messages in Slack keep an id for years, so the meaning of an id never changes. */
export const ACTION = {
  approve: 'approval-approve',
  cancel: 'approval-cancel',
  openSlate: 'slate-open',
  previousPage: 'slate-previous',
  nextPage: 'slate-next',
  /** A number follows this prefix of an action id, because the action ids within one block must differ. */
  runStoredStep: 'offer-accept',
  endSession: 'session-end',
  confirmToken: 'token-confirm',
  declineToken: 'token-decline',
  extendLock: 'lock-extend',
  releaseLock: 'lock-release',
  takeOverLock: 'lock-take-over',
  queueForLock: 'lock-queue',
  claimReserved: 'lock-claim',
  passReserved: 'lock-pass',
  acknowledgeIncident: 'incident-acknowledge',
  snoozeIncident: 'incident-snooze',
  resolveIncident: 'incident-resolve',
  /** A number follows this prefix of an action id, because the action ids within one block must differ. */
  runIncidentStep: 'incident-step',
} as const;
