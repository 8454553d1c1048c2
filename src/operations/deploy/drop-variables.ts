import { reasonText } from '../kit/input/lock-reason.ts';

/** Why a deploy removes environment variables of its service on purpose. Everybody who sees the deploy reads it. */
export const DropVariables = reasonText('describe in a few words why the variables are no longer needed')
  .optional()
  .describe('why the deploy removes environment variables; others see this');
