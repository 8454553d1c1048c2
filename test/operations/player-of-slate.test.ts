import { describe, expect, it, test } from 'vitest';
import { Ambiguous } from '#src/operations/kit/ambiguous.ts';
import { playerOfSlate } from '#src/operations/predict/find-player.ts';
import { playerLookup } from '#src/pipeline/identity/player-lookup.ts';

const PLAYERS = [
  ['Jaylen Brown', 'BOS'],
  ['Bruce Brown', 'DEN'],
  ['Kobe Brown', 'LAC'],
  ['Shai Gilgeous-Alexander', 'OKC'],
  ['Jalen Johnson', 'ATL'],
  ['Jalen Johnson', 'UTA'],
].map(([player_name = '', team]) => ({
  player_name,
  player_lookup: playerLookup(`${player_name}${team}`),
  team: team ?? null,
}));

function ask(query: string, onSlate: readonly string[] | undefined) {
  const readPlayers = async () => onSlate && new Set(onSlate.map(playerLookup));
  return playerOfSlate(query, PLAYERS, { gameDate: '2026-02-05', readPlayers });
}

async function choicesFor(query: string, onSlate: readonly string[] | undefined) {
  const error: unknown = await ask(query, onSlate).catch((refused: unknown) => refused);
  if (!(error instanceof Ambiguous)) throw error;
  return { labels: error.choices.map(({ label }) => label), message: error.message };
}

test.each([
  ['SGA', [], 'Shai Gilgeous-Alexander'],
  ['brown', ['Bruce BrownDEN'], 'Bruce Brown'],
  ['jaylen', [], 'Jaylen Brown'],
])('%s with %j on the slate is %s', async (query, onSlate, name) => {
  expect((await ask(query, onSlate)).player_name).toBe(name);
});

describe('several players of one name', () => {
  it('offers only those of the slate', async () => {
    const { labels, message } = await choicesFor('brown', ['Jaylen BrownBOS', 'Kobe BrownLAC']);
    expect(labels).toEqual(['Jaylen Brown', 'Kobe Brown']);
    expect(message).toBe('"brown" matches "Jaylen Brown" or "Kobe Brown". Type more of the name.');
  });

  it('offers all of them while the date has no slate', async () => {
    expect((await choicesFor('brown', undefined)).labels).toEqual(['Jaylen Brown', 'Bruce Brown', 'Kobe Brown']);
  });

  it('offers none of them if the slate has none, and names them', async () => {
    await expect(ask('brown', [])).rejects.toThrow(
      '"brown" matches "Jaylen Brown" or "Bruce Brown" or "Kobe Brown". None of them is on the slate of 2026-02-05. Type more of the name.',
    );
  });

  it('says that there are two, even if one of them is on the slate', async () => {
    const { labels, message } = await choicesFor('Jalen Johnson', ['Jalen JohnsonATL']);
    expect(labels).toEqual(['Jalen Johnson (ATL)']);
    expect(message).toContain('"Jalen Johnson" of ATL or "Jalen Johnson" of UTA');
  });
});
