import { type Actor, personAt } from '#src/coordination/identity/actor.ts';

/** A person at her own command line. */
export const ANN: Actor = personAt('cli', { name: 'ann' });

/** An agent that acts for ann and may change things. */
export const AGENT: Actor = {
  kind: 'agent',
  name: 'claude-7',
  session: 'session_7',
  actsFor: 'ann',
  scope: 'write',
};
