import * as z from 'zod';
import { foldName } from './fold-name.ts';
import { type NameReading, readName } from './read-name.ts';
import { sharedFirstName } from './short-forms.ts';
import type { TeamStint } from './team-stints.ts';

export const Player = z.object({ player_id: z.string(), player_name: z.string(), player_lookup: z.string() });
export type Player = z.infer<typeof Player>;

/**
 * The known players, with the ids, spellings and teams by which they are matched. The import of a file works on a copy,
 * and keeps the copy only if the file is imported.
 */
export interface Roster {
  readonly byLookup: Map<string, Player>;
  /** Maps the ids of all providers to `player_lookup`. */
  readonly lookupById: Map<string, string>;
  /** Maps folded spellings that a person assigned to a player to his `player_lookup`. */
  readonly aliases: Map<string, string>;
  /** Maps the keys of `nameKeys` to the players of such a name. */
  readonly names: Map<string, readonly NamedCandidate[]>;
  readonly stints: Map<string, TeamStint[]>;
}

export interface NamedCandidate {
  readonly lookup: string;
  readonly suffix: NameReading['suffix'];
}

export function emptyRoster(): Roster {
  return { byLookup: new Map(), lookupById: new Map(), aliases: new Map(), names: new Map(), stints: new Map() };
}

/** Copies a roster. Changes of the copy do not change the original. */
export function copyRoster(roster: Roster): Roster {
  return {
    byLookup: new Map(roster.byLookup),
    lookupById: new Map(roster.lookupById),
    aliases: new Map(roster.aliases),
    names: new Map(roster.names),
    stints: new Map([...roster.stints].map(([lookup, stints]) => [lookup, stints.map((stint) => ({ ...stint }))])),
  };
}

export function addPlayer(roster: Roster, player: Player): void {
  const { player_lookup: lookup, player_id, player_name } = player;
  roster.byLookup.set(lookup, player);
  roster.lookupById.set(player_id, lookup);
  for (const { key, suffix } of keysOfName(player_name)) {
    roster.names.set(key, [...(roster.names.get(key) ?? []), { lookup, suffix }]);
  }
}

/** Returns the keys of a player's name. The parts of a double name also count as words of their own. */
function keysOfName(name: string): readonly { readonly key: string; readonly suffix: NameReading['suffix'] }[] {
  const readings = [name, name.replaceAll('-', ' ')]
    .map((text) => readName(text)[0])
    .filter((first) => first !== undefined);
  const keys = new Map(
    readings.flatMap((reading) => Object.values(nameKeys(reading)).map((key) => [key, reading.suffix] as const)),
  );
  return [...keys].map(([key, suffix]) => ({ key, suffix }));
}

export function addAlias(roster: Roster, spelling: string, lookup: string): void {
  roster.aliases.set(foldName(spelling), lookup);
}

export interface Appearance {
  readonly lookup: string;
  readonly season: string;
  readonly team: string;
  readonly date: string;
  readonly points: number;
}

/** Adds one game of a player to his stints. */
export function addAppearance({ stints }: Roster, { lookup, season, team, date, points }: Appearance): void {
  const own = stints.get(lookup) ?? [];
  if (own.length === 0) stints.set(lookup, own);
  const stint = own.findLast((known) => known.team === team && known.season === season);
  if (stint === undefined) {
    own.push({ season, team, from: date, to: date, games: 1, points });
    return;
  }
  if (date < stint.from) stint.from = date;
  if (date > stint.to) stint.to = date;
  stint.games += 1;
  stint.points += points;
}

/**
 * Returns the keys under which a name is found, from the strictest to the loosest: the whole name, the name without its
 * suffix, the name with any short form of the first name, and the initial with the last name.
 */
export function nameKeys({ words, suffix }: NameReading) {
  const [first = '', ...others] = words;
  const rest = others.join('');
  return {
    whole: `whole:${words.join('')}${suffix ?? ''}`,
    base: `base:${words.join('')}`,
    short: `short:${sharedFirstName(first)} ${rest}`,
    initial: `initial:${first.slice(0, 1)} ${rest}`,
  };
}
