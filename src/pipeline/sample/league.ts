import { FIRST_NAMES, LAST_NAMES, TEAM_NAMES } from './names.ts';
import { normal, type RandomSource, seededRandom } from './random.ts';
import type { SampleOptions } from './sample-options.ts';

/**
 * For each rank in a team's rotation: the usual minutes, the share of the team's plays while on the floor, and the
 * chance of missing a game.
 */
const ROTATION = [
  { minutes: 35, usage: 0.315, benched: 0 },
  { minutes: 34, usage: 0.25, benched: 0 },
  { minutes: 32, usage: 0.21, benched: 0 },
  { minutes: 30, usage: 0.18, benched: 0 },
  { minutes: 28, usage: 0.16, benched: 0 },
  { minutes: 24, usage: 0.19, benched: 0 },
  { minutes: 20, usage: 0.175, benched: 0 },
  { minutes: 16, usage: 0.165, benched: 0.05 },
  { minutes: 13, usage: 0.155, benched: 0.15 },
  { minutes: 9, usage: 0.15, benched: 0.3 },
  { minutes: 7, usage: 0.15, benched: 0.5 },
  { minutes: 5, usage: 0.14, benched: 0.65 },
  { minutes: 4, usage: 0.14, benched: 0.85 },
] as const;
const LAST_ROTATION_SPOT = ROTATION[ROTATION.length - 1] ?? ROTATION[0];
const STARTERS = 5;
const FIRST_PLAYER_ID = 9_000_001;
const REGULATION_MINUTES = 48;
const USUAL_POSSESSIONS = 99.5;
const POINTS_PER_PLAY = 1.12;

export interface SamplePlayer {
  readonly id: string;
  readonly name: string;
  readonly starter: boolean;
  readonly minutes: number;
  readonly usage: number;
  readonly benched: number;
  /**
   * The weights by which the player's shots are distributed among the zones: rim, other paint, mid-range, corner three,
   * three above the break.
   */
  readonly zones: readonly number[];
  /** A number that is added to the player's chance of making a shot from any zone. */
  readonly touch: number;
  /** The approximate number of points that a player of the sample league scores per game. */
  readonly expectedPoints: number;
}

export interface SampleTeam {
  readonly abbreviation: string;
  readonly arena: string;
  /**
   * A number that is added to the chance of the team's opponents to make any shot. It is negative for a team with a
   * good defence.
   */
  readonly defence: number;
  /** Possessions per game. */
  readonly pace: number;
  readonly players: readonly SamplePlayer[];
}

/** Generates the teams of the sample league. The players of a team are sorted from best to worst. */
export function makeLeague({ seed, teams, playersPerTeam }: SampleOptions): readonly SampleTeam[] {
  return Array.from({ length: teams }, (_, index) => {
    const random = seededRandom(`${seed}/team/${index}`);
    const [abbreviation, home] = TEAM_NAMES[index] ?? furtherTeam(index);
    const first = index * playersPerTeam;
    return {
      abbreviation,
      arena: `${home} Arena`,
      defence: normal(random) * 0.012,
      pace: USUAL_POSSESSIONS + normal(random) * 2,
      players: Array.from({ length: playersPerTeam }, (__, place) => makePlayer(first + place, place, random)),
    };
  });
}

function furtherTeam(index: number): readonly [string, string] {
  const abbreviation = `X${index.toString(36).toUpperCase().padStart(3, '0')}`;
  return [abbreviation, abbreviation];
}

function makePlayer(index: number, place: number, random: RandomSource): SamplePlayer {
  const usual = ROTATION[place] ?? LAST_ROTATION_SPOT;
  const usage = usual.usage * (1 + normal(random) * 0.08);
  const minutes = usual.minutes + normal(random);
  const touch = normal(random) * 0.015;
  const [inside, outside] = [0.7 + random() * 0.6, 0.6 + random() * 0.8];
  return {
    id: String(FIRST_PLAYER_ID + index),
    name: nameOf(index),
    starter: place < STARTERS,
    minutes,
    usage,
    benched: usual.benched,
    zones: [0.28 * inside, 0.19 * inside, 0.12, 0.1 * outside, 0.31 * outside],
    touch,
    expectedPoints: (USUAL_POSSESSIONS * minutes * usage * (POINTS_PER_PLAY + touch * 2)) / REGULATION_MINUTES,
  };
}

/**
 * Returns the name of an invented player. Every pair of a first and a last name is used before one repeats, because the
 * step and the number of pairs are coprime.
 */
function nameOf(index: number): string {
  const pairs = FIRST_NAMES.length * LAST_NAMES.length;
  const pair = (index * 2777) % pairs;
  return `${FIRST_NAMES[Math.floor(pair / LAST_NAMES.length)]} ${LAST_NAMES[pair % LAST_NAMES.length]}`;
}
