import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type Candidate, candidatesOf } from '#src/pipeline/batch/candidates.ts';
import { qualifyPlayer } from '#src/pipeline/batch/qualify-player.ts';
import { buildFeatures } from '#src/pipeline/features/build-features.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { importFolder } from '#src/platform/embedded/import-folder.ts';
import { Instant } from '#src/platform/instant.ts';
import { leaguesOfFile } from './small-league.ts';

const openLeague = leaguesOfFile({ threads: 2 });
const DATA = fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const DATE = '2026-02-05';
const AS_OF = Instant.parse('2026-02-05T23:00:00.000000Z');

const there = existsSync(DATA);
const title = there ? 'the real data' : 'the real data: skipped, there is no ../shared/data';

test.skipIf(!there)(
  `${title}: 2026-02-05 has eight games, and no player who was ruled out is requested (RT-01)`,
  async () => {
    const deps = await openLeague({});
    await importFiles(deps, { sources: await importFolder(DATA), origin: 'files' });
    const counts = await buildFeatures(deps, { from: DATE, to: DATE, asOf: AS_OF });
    expect(counts).toMatchObject({ dates: 1, games: 8 });
    expect(counts.total).toBeGreaterThan(165);
    expect(counts.with_line).toBeGreaterThan(95);

    const candidates: Candidate[] = [];
    for await (const page of candidatesOf(deps.warehouse, { game_date: DATE, as_of: AS_OF, now: AS_OF }))
      candidates.push(...page);
    const asked = candidates.filter((candidate) => qualifyPlayer(candidate, new Date(AS_OF)).type === 'qualified');
    expect(asked.length).toBeGreaterThanOrEqual(140);
    expect(asked.length).toBeLessThanOrEqual(150);
    expect(asked.filter(({ injury_status }) => injury_status === 'out' || injury_status === 'doubtful')).toEqual([]);
    expect(candidates.filter(({ injury_status }) => injury_status === 'out').length).toBeGreaterThan(30);
    expect(asked.filter(({ feature_version }) => feature_version === null)).toEqual([]);
  },
);
