import { foldName } from './fold-name.ts';
import type { IdentityMatch } from './identity-match.ts';
import { type NameReading, readName } from './read-name.ts';
import { type NamedCandidate, nameKeys, type Player, type Roster } from './roster.ts';
import { meanPoints, type Standing, standingOf, type TeamEvidence } from './team-stints.ts';

/**
 * A line this close to a player's mean points can be his. Another player is ruled out when his mean is this far from the
 * line.
 */
const OWN_LEVEL_POINTS = 5;
const OTHER_LEVEL_POINTS = 8;

export interface WrittenPlayer extends TeamEvidence {
  readonly name: string;
  /** The bookmaker's line, which tells two players of one name in one game apart; undefined for rows without a line. */
  readonly line?: number;
}

interface Candidate {
  readonly player: Player;
  readonly isWhole: boolean;
  readonly standing: Standing;
}

/**
 * Finds a player by his name, team and date. A spelling that a person assigned to a player wins. Then the name counts
 * with or without its suffix, then with short forms of the first name, then as an initial with the last name. A looser
 * reading counts only if the stricter ones find nobody.
 *
 * A player whose known games are for another team on that date does not match, because he may have a namesake. He is
 * reported as a candidate. An initial counts only for a player of the named team.
 */
export function matchPlayerByName(roster: Roster, written: WrittenPlayer): IdentityMatch<Player> {
  const alias = roster.byLookup.get(roster.aliases.get(foldName(written.name)) ?? '');
  if (alias !== undefined) return { type: 'matched', value: alias, by: 'alias' };
  const readings = readName(written.name);
  const ofOtherTeams = new Map<string, Player>();
  for (const level of LEVELS) {
    const candidates = candidatesOf(roster, written, { level, readings });
    const possible = candidates.filter(({ standing }) => level.accepts.includes(standing));
    const match = choose(roster, written, possible);
    if (match.type !== 'unknown') return match;
    for (const { player } of candidates) ofOtherTeams.set(player.player_lookup, player);
  }
  if (ofOtherTeams.size === 0) return { type: 'unknown' };
  return { type: 'ambiguous', candidates: [...ofOtherTeams.values()] };
}

interface Level {
  readonly keys: readonly ('whole' | 'base' | 'short' | 'initial')[];
  readonly accepts: readonly Standing[];
}

const LEVELS: readonly Level[] = [
  { keys: ['whole', 'base'], accepts: ['plays', 'unknown', 'inactive'] },
  { keys: ['short'], accepts: ['plays', 'unknown'] },
  { keys: ['initial'], accepts: ['plays'] },
];

function candidatesOf(
  roster: Roster,
  written: WrittenPlayer,
  { level, readings }: { readonly level: Level; readonly readings: readonly NameReading[] },
): readonly Candidate[] {
  const found = new Map<string, Candidate>();
  for (const { lookup, isWhole } of readings.flatMap((reading) => namedLookups(roster, reading, level))) {
    const player = roster.byLookup.get(lookup);
    if (player === undefined || found.has(lookup)) continue;
    found.set(lookup, { player, isWhole, standing: standingOf(roster.stints.get(lookup) ?? [], written) });
  }
  return [...found.values()];
}

function namedLookups({ names }: Roster, reading: NameReading, level: Level) {
  if (level.keys.includes('initial') && reading.words[0]?.length !== 1) return [];
  const keys = nameKeys(reading);
  return level.keys.flatMap((key) =>
    (names.get(keys[key]) ?? [])
      .filter(({ suffix }) => !isOtherSuffix(suffix, reading.suffix))
      .map(({ lookup }) => ({ lookup, isWhole: key === 'whole' })),
  );
}

/** Two suffixes that differ, such as `Jr.` and `III`, belong to two players. A missing suffix may have been left out. */
function isOtherSuffix(one: NamedCandidate['suffix'], other: NameReading['suffix']): boolean {
  return one !== null && other !== null && one !== other;
}

/**
 * Chooses among the players whom a name fits. Players who play for the named team come first, then players without
 * known games near the date, then players of the past. Among equals, the whole name with its suffix comes first.
 */
function choose(roster: Roster, written: WrittenPlayer, possible: readonly Candidate[]): IdentityMatch<Player> {
  for (const wanted of ['plays', 'unknown', 'inactive'] satisfies readonly Standing[]) {
    const standing = possible.filter((candidate) => candidate.standing === wanted);
    const whole = standing.filter(({ isWhole }) => isWhole);
    const [chosen, ...others] = (whole.length > 0 ? whole : standing).map(({ player }) => player);
    if (chosen === undefined) continue;
    if (others.length === 0) return { type: 'matched', value: chosen, by: 'name' };
    return byScoring(roster, written, [chosen, ...others]);
  }
  return { type: 'unknown' };
}

function byScoring(roster: Roster, { line, date }: WrittenPlayer, players: readonly Player[]): IdentityMatch<Player> {
  if (line === undefined) return { type: 'ambiguous', candidates: players };
  const distances = players.map((player) => {
    const mean = meanPoints(roster.stints.get(player.player_lookup) ?? [], date);
    return { player, points: mean === undefined ? undefined : Math.abs(mean - line) };
  });
  const own = distances.filter(({ points }) => points === undefined || points < OTHER_LEVEL_POINTS);
  const [nearest] = own;
  if (nearest?.points === undefined || own.length > 1 || nearest.points > OWN_LEVEL_POINTS) {
    return { type: 'ambiguous', candidates: players };
  }
  return { type: 'matched', value: nearest.player, by: 'scoring' };
}
