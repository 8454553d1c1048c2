import * as z from 'zod';
import { readAliases } from '../../pipeline/identity/player-aliases.ts';
import { UserText } from '../../platform/user-text.ts';
import { operation } from '../kit/operation.ts';

const ListAliasesInput = z.strictObject({});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'players aliases': typeof ListAliasesInput;
  }
}

export const listPlayerAliases = operation({
  name: 'players aliases',
  summary: 'List the aliases of players.',
  input: ListAliasesInput,
  output: z.object({
    aliases: z.array(
      z.object({
        alias: UserText,
        kind: z.enum(['id', 'spelling']),
        player_lookup: z.string(),
        /** Null when no player with this key is imported. */
        player_name: UserText.nullable(),
        /** The person who assigned the alias; null for an id that an import recognized. */
        created_by: UserText.nullable(),
        created_at: z.string(),
      }),
    ),
  }),
  positionals: [],
  effect: 'read',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  async run({ warehouse }) {
    const stored = await readAliases(warehouse);
    const aliases = stored.map(({ alias_kind, ...alias }) => ({ ...alias, kind: alias_kind }));
    const message =
      aliases.length === 0
        ? 'No alias is stored. `tipoff players alias` assigns a spelling to a player.'
        : `${aliases.length} ${aliases.length === 1 ? 'alias is' : 'aliases are'} stored.`;
    return { decision: 'done', code: aliases.length === 0 ? 'none' : 'ok', message, data: { aliases }, next: [] };
  },
});
