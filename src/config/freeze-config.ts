import * as z from 'zod';
import { parseVariables } from './parse-variables.ts';

const FreezeVariables = z.object({
  TIPOFF_GAME_FREEZE: z.enum(['on', 'off'], { error: 'it must be on (the default) or off' }).default('on'),
});

/** Reads whether deploys are frozen from the last call of a game date until its last tip-off. */
export function readGameFreeze(variables: Readonly<Record<string, string | undefined>>): 'on' | 'off' {
  return parseVariables(FreezeVariables, variables).TIPOFF_GAME_FREEZE;
}
