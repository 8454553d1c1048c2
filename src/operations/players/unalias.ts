import * as z from 'zod';
import { readAliases, removeAlias } from '../../pipeline/identity/player-aliases.ts';
import { quoteText } from '../../platform/printable.ts';
import { Problem } from '../../platform/problem.ts';
import { UserText } from '../../platform/user-text.ts';
import { recordChange } from '../kit/audit-context-of-call.ts';
import { PlayerSpelling } from '../kit/input/player-spelling.ts';
import { quoteInput } from '../kit/input/printable.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';

export const removePlayerAlias = operation({
  name: 'players unalias',
  summary: 'Remove an assigned spelling or id.',
  input: z.strictObject({ spelling: PlayerSpelling.describe('the spelling or the id, as `players aliases` lists it') }),
  output: z.object({ alias: UserText, player_lookup: z.string() }),
  positionals: ['spelling'],
  effect: 'grant',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  async run(app, { input, ...caller }) {
    const alias = input.spelling.trim();
    const stored = (await readAliases(app.warehouse)).find((found) => found.alias === alias);
    if (stored === undefined) {
      const message = `${quoteInput(alias)} is not an alias. \`tipoff players aliases\` lists all of them.`;
      throw new Problem({ code: 'unknown_alias', message });
    }
    const { player_lookup } = stored;
    await removeAlias(app.warehouse, alias, `alias-${app.newId()}`);
    await recordChange(app, caller, {
      action: 'players.alias_removed',
      subject: { kind: 'player', id: player_lookup },
      before: { alias, player_lookup },
      after: null,
    });
    const player = quoteText(stored.player_name ?? player_lookup);
    const message = `${quoteInput(alias)} is no longer an alias of ${player}. Rows that are already imported keep their player.`;
    const next = [nextStep('players aliases', {}, { why: 'List the other aliases.' })];
    return { decision: 'done', code: 'ok', message, data: { alias, player_lookup }, next };
  },
});
