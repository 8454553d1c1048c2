import type { IdentifiedGame } from '../identity/identify-game.ts';
import type { Identities } from '../identity/identities.ts';
import type { IdentityMatch } from '../identity/identity-match.ts';
import type { Player } from '../identity/roster.ts';
import type { FaultList } from './fault-list.ts';
import { type FileNotes, type NotedValue, noteValue } from './file-notes.ts';
import type { ImportKind } from './import-kind.ts';
import type { RowCells } from './row-cells.ts';

/** Another id of a known player, which the import of a file recognized. */
interface RecognizedId {
  readonly id: string;
  readonly lookup: string;
}

/** What the rows of one file share while their players, teams and games are matched. */
export interface MatchContext {
  readonly file: string;
  readonly kind: ImportKind;
  readonly identities: Identities;
  readonly faults: FaultList;
  readonly notes: FileNotes;
  readonly addedPlayers: Player[];
  readonly recognizedIds: RecognizedId[];
  /** The keys of the players whose ids this file uses. */
  readonly lookupsOfFile: Set<string>;
  /** Matches of earlier rows, because most rows of a file repeat them. */
  readonly knownIds: Map<string, string>;
  readonly knownGames: Map<string, IdentifiedGame>;
  readonly knownTeams: Map<string, IdentityMatch<string>>;
}

/** The matches of a file before its first row. */
export function emptyMatches(): Pick<MatchContext, 'lookupsOfFile' | 'knownIds' | 'knownGames' | 'knownTeams'> {
  return { lookupsOfFile: new Set(), knownIds: new Map(), knownGames: new Map(), knownTeams: new Map() };
}

export function noteCell({ notes }: MatchContext, { line }: RowCells, noted: Omit<NotedValue, 'rows' | 'line'>): void {
  noteValue(notes, { ...noted, line });
}
