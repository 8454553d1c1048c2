/** Returns the next number of a random sequence, at least 0 and less than 1. */
export type RandomSource = () => number;

/**
 * Creates a random sequence whose seed is a name. The same name gives the same numbers on every machine. The generator
 * is mulberry32, seeded with an FNV-1a hash.
 */
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

/**
 * Returns a normally distributed number with mean 0 and standard deviation 1 (Box–Muller), limited to three standard
 * deviations.
 */
export function normal(random: RandomSource): number {
  const value = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.max(-3, Math.min(3, value));
}

/** Returns a random number of successes in `trials` attempts with this chance of success. */
export function binomial(random: RandomSource, trials: number, chance: number): number {
  let successes = 0;
  for (let trial = 0; trial < trials; trial += 1) if (random() < chance) successes += 1;
  return successes;
}

/**
 * Rounds `mean` up or down at random. The probability of rounding up is the fractional part of `mean`, so the average
 * result is `mean`.
 */
export function roundRandomly(random: RandomSource, mean: number): number {
  return Math.floor(mean) + (random() < mean % 1 ? 1 : 0);
}

/** Returns a random whole number from `least` to `most`, both included. */
export function randomInteger(random: RandomSource, [least, most]: readonly [number, number]): number {
  return least + Math.floor(random() * (most - least + 1));
}

export function shuffled<T>(random: RandomSource, items: readonly T[]): T[] {
  const keyed = items.map((item) => ({ item, key: random() }));
  return keyed.sort((left, right) => left.key - right.key).map(({ item }) => item);
}
