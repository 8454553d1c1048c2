/** Returns the next number of a sequence: at least 0, less than 1. */
export type RandomSource = () => number;

/** A sequence seeded by a name: the same name gives the same numbers on every machine. Uses mulberry32 with an FNV-1a hash. */
export function seededRandom(name: string): RandomSource {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index += 1) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  let state = hash >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Normally distributed with mean 0 and standard deviation 1 (Box–Muller), clamped to three deviations. */
export function normal(random: RandomSource): number {
  const value = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.max(-3, Math.min(3, value));
}

/** The number of successes in `trials`. */
export function binomial(random: RandomSource, trials: number, chance: number): number {
  let successes = 0;
  for (let trial = 0; trial < trials; trial += 1) if (random() < chance) successes += 1;
  return successes;
}

/** Rounds `mean` up with a probability equal to its fraction, otherwise down. */
export function roundRandomly(random: RandomSource, mean: number): number {
  return Math.floor(mean) + (random() < mean % 1 ? 1 : 0);
}

/** A whole number from `least` to `most`, inclusive. */
export function randomInteger(random: RandomSource, [least, most]: readonly [number, number]): number {
  return least + Math.floor(random() * (most - least + 1));
}

/** A random permutation of the items. */
export function shuffled<T>(random: RandomSource, items: readonly T[]): T[] {
  const keyed = items.map((item) => ({ item, key: random() }));
  return keyed.sort((left, right) => left.key - right.key).map(({ item }) => item);
}
