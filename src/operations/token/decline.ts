import { operation } from '../kit/operation.ts';
import { DecidedToken, decideRequest, TokenDecisionInput } from './decide-request.ts';

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'token decline': typeof TokenDecisionInput;
  }
}

export const declineToken = operation({
  name: 'token decline',
  summary: 'Decline a token that somebody else created for an agent of yours. The token will never work.',
  input: TokenDecisionInput,
  output: DecidedToken,
  positionals: ['token_id'],
  effect: 'grant',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  run: (app, call) => decideRequest(app, call, 'declined'),
});
