import { operation } from '../kit/operation.ts';
import { DecidedToken, decideRequest, TokenDecisionInput } from './decide-request.ts';

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'token confirm': typeof TokenDecisionInput;
  }
}

export const confirmToken = operation({
  name: 'token confirm',
  summary: 'Confirm a token that somebody else created for an agent of yours. Only you can.',
  input: TokenDecisionInput,
  output: DecidedToken,
  positionals: ['token_id'],
  effect: 'grant',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  run: (app, call) => decideRequest(app, call, 'confirmed'),
});
