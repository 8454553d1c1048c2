import { createHash } from 'node:crypto';
import type { RecordSource, TextRecord } from '../../platform/record-source.ts';
import { type ImportKind, importKinds } from '../import/import-kind.ts';
import {
  playerGameLogRows,
  type SampleRow,
  scheduleRows,
  shotZonesByGameRows,
  shotZonesBySeasonRows,
  teamBoxScoreRows,
} from './box-score-rows.ts';
import { injuryRows, propLineRows } from './market-rows.ts';
import { makeSample, type Sample } from './sample.ts';
import type { SampleOptions } from './sample-options.ts';

const ROWS: Readonly<Record<string, (sample: Sample) => Iterable<SampleRow>>> = {
  player_game_logs: playerGameLogRows,
  team_box_scores: teamBoxScoreRows,
  schedule: scheduleRows,
  shot_zones_by_season: shotZonesBySeasonRows,
  shot_zones_by_game: shotZonesByGameRows,
  injuries: injuryRows,
  prop_lines: propLineRows,
};

/**
 * Generates an invented league for trying Tipoff without real data. It has teams, players, results, lines and injury
 * reports up to tonight, as files for the import. The same options give the same files. Rows are generated while they
 * are read, so memory use does not grow with the league.
 */
export function sampleLeague(options: SampleOptions): readonly RecordSource[] {
  const sample = makeSample(options);
  return importKinds.map((kind) => sampleSource(sample, kind));
}

function sampleSource(sample: Sample, kind: ImportKind): RecordSource {
  const rows = ROWS[kind.name];
  if (rows === undefined) throw new Error(`The sample league has no rows for the file ${kind.name}`);
  const columns = kind.table.columns.map(({ name }) => name).filter((name) => name !== 'player_lookup');
  async function* records(): AsyncGenerator<TextRecord> {
    let line = 1;
    yield { line, fields: columns };
    for (const row of rows?.(sample) ?? []) {
      line += 1;
      yield { line, fields: columns.map((name) => String(row[name] ?? '')) };
    }
  }
  // The options of a sample file determine all its rows, so a hash of the options can replace the hash of the file.
  const sha256 = () =>
    createHash('sha256')
      .update(`${kind.name} ${JSON.stringify(sample.options)}`)
      .digest('hex');
  return { name: `${kind.name}.csv`, records, sha256 };
}
