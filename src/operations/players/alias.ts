import * as z from 'zod';
import { nameOf } from '../../coordination/identity/actor.ts';
import { aliasKindOf, readAliases, storeAlias } from '../../pipeline/identity/player-aliases.ts';
import { readPlayersWithTeams } from '../../pipeline/player/named-players.ts';
import { quoteText } from '../../platform/printable.ts';
import { UserText } from '../../platform/user-text.ts';
import { recordChange } from '../kit/audit-context-of-call.ts';
import { PlayerName } from '../kit/input/player-name.ts';
import { PlayerSpelling } from '../kit/input/player-spelling.ts';
import { quoteInput } from '../kit/input/printable.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';
import { playerNamed } from '../predict/find-player.ts';

export const addPlayerAlias = operation({
  name: 'players alias',
  summary: 'Assign a spelling or id in import files to a player.',
  input: z.strictObject({
    spelling: PlayerSpelling.describe('the spelling or the id, as it stands in the file'),
    player: PlayerName.describe('the name of the player, or a part of it that matches one player'),
  }),
  output: z.object({
    alias: UserText,
    kind: z.enum(['id', 'spelling']),
    player_lookup: z.string(),
    player_name: UserText,
  }),
  positionals: ['spelling', 'player'],
  effect: 'grant',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  async run(app, { input, ...caller }) {
    const alias = input.spelling.trim();
    const { player_lookup, player_name } = playerNamed(
      input.player,
      await readPlayersWithTeams(app.warehouse),
      'in the imported data',
    );
    const kind = aliasKindOf(alias);
    const before = (await readAliases(app.warehouse)).find((stored) => stored.alias === alias);
    const created = { created_at: app.now().toISOString(), created_by: nameOf(caller.actor) };
    await storeAlias(app.warehouse, { alias_kind: kind, alias, player_lookup, ...created }, `alias-${app.newId()}`);
    await recordChange(app, caller, {
      action: 'players.alias_added',
      subject: { kind: 'player', id: player_lookup },
      before: before === undefined ? null : { alias, player_lookup: before.player_lookup },
      after: { alias, player_lookup },
    });
    const what = kind === 'id' ? `the id ${quoteInput(alias)}` : quoteInput(alias);
    const message = `From the next import, ${what} is ${quoteText(player_name)}. Import the file again to match its rows.`;
    const next = [nextStep('players aliases', {}, { why: 'List all aliases.' })];
    return { decision: 'done', code: 'ok', message, data: { alias, kind, player_lookup, player_name }, next };
  },
});
