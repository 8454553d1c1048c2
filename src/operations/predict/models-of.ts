import type { SlatePlayer } from './slate-player.ts';

/** Returns the ids of the models that predicted a player of a slate: the headline model first, the others sorted. */
export function modelsOf(players: readonly Pick<SlatePlayer, 'models'>[], headlineModel: string): readonly string[] {
  const found = new Set(players.flatMap(({ models }) => Object.keys(models ?? {})));
  const others = [...found].filter((id) => id !== headlineModel).toSorted();
  return found.has(headlineModel) ? [headlineModel, ...others] : others;
}
