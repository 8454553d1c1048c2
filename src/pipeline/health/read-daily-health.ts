import * as z from 'zod';
import { unresolvedIncidents } from '../../coordination/incidents/change-incident.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { readSlateGames } from '../batch/open-slate.ts';
import { daysBefore, previousGameDate } from '../dates/game-date.ts';
import { readNightResults, readPredictedGames } from '../grading/read-night-results.ts';
import { readHeadlineModel } from '../headline/headline-model.ts';
import { readPredictionFigures } from '../slate-checks/read-slate-facts.ts';
import { DayResults, type HealthFacts } from './daily-health.ts';

const DAYS = 7;

const Intake = z.object({ imported_at: z.string().nullable(), unmatched_names: z.number() });

export interface HealthReads {
  readonly store: DocumentStore;
  readonly warehouse: Warehouse;
  readonly pinnedHeadline?: string;
}

/** Reads the facts of a morning. `date` is the date of the morning in New York. */
export async function readHealthFacts(deps: HealthReads, date: string): Promise<HealthFacts> {
  const { store, warehouse } = deps;
  const yesterday = previousGameDate(date);
  const headline_model = await readHeadlineModel(deps, yesterday);
  const [games, night, tonight, figures, intake, week, incidents] = await Promise.all([
    readPredictedGames(warehouse, yesterday),
    readNightResults(deps, yesterday),
    readSlateGames(warehouse, date),
    readPredictionFigures(warehouse, date),
    readIntake(warehouse, date),
    readWeek(warehouse, { headlineModel: headline_model, until: yesterday }),
    unresolvedIncidents(store),
  ]);
  return {
    date,
    headline_model,
    yesterday: {
      game_date: yesterday,
      games: games.length,
      open_games: games.filter(({ state }) => state !== 'final').length,
      graded: night?.graded ?? 0,
      voided: night?.voided_total ?? 0,
    },
    today: { games: tonight.games, players: figures.player_count, predictions: figures.row_count },
    week: [...week],
    ...intake,
    incidents: incidents.map(({ title }) => title),
  };
}

async function readIntake(warehouse: Warehouse, date: string): Promise<z.infer<typeof Intake>> {
  const parameters = period(daysBefore(date, DAYS - 1), date);
  const [intake] = await warehouse.query({ sql: 'health/sql/intake', parameters }, Intake);
  return Intake.parse(intake);
}

function readWeek(
  warehouse: Warehouse,
  { headlineModel, until }: { readonly headlineModel: string; readonly until: string },
): Promise<readonly DayResults[]> {
  const parameters = {
    ...period(daysBefore(until, DAYS - 1), until),
    headline_model: { type: 'STRING', value: headlineModel },
  } as const;
  return warehouse.query({ sql: 'health/sql/week', parameters }, DayResults);
}

function period(first: string, last: string) {
  return { first_date: { type: 'DATE', value: first }, last_date: { type: 'DATE', value: last } } as const;
}
