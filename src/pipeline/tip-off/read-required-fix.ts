import { predictingServices } from '../../coordination/deploys/batch-gate.ts';
import { readContains } from '../../coordination/deploys/read-contains.ts';
import type { DriftReads } from '../../coordination/deploys/read-drift.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { requiredCommitRef } from '../batch/required-commit.ts';
import { countPredictionsWith } from '../results/predictions-with-commit.ts';
import type { RequiredFix } from './tip-off-announcements.ts';

/** As many digits as people need to recognize a commit. */
const SHOWN_DIGITS = 12;

export interface RequiredFixReads extends Pick<DriftReads, 'serviceMap' | 'history' | 'target'> {
  readonly store: DocumentStore;
  readonly warehouse: Warehouse;
}

/**
 * Reads whether the commit that a game date requires is live: every service that makes predictions serves it, and every
 * active prediction of the date was made with it.
 */
export async function readRequiredFix(deps: RequiredFixReads, gameDate: string): Promise<RequiredFix> {
  const required = (await deps.store.get(requiredCommitRef(gameDate)))?.data;
  if (required === undefined) return { state: 'none' };
  const { commit } = required;
  const shown = commit.slice(0, SHOWN_DIGITS);
  const [services, predictions] = await Promise.all([
    readContains(deps, commit, predictingServices(deps)),
    countPredictionsWith(deps, { commit, gameDate }),
  ]);
  const lacking = services.filter(({ answer }) => answer === 'no').map(({ service }) => service);
  if (lacking.length > 0)
    return { state: 'no', why: `${lacking.join(', ')} ${verb(lacking.length)} not serve ${shown}` };
  if (predictions.no > 0)
    return { state: 'no', why: `${predictions.no} of the predictions were made without ${shown}` };
  const open = services.find(({ answer }) => answer === 'unknown');
  if (open !== undefined) return { state: 'unknown', why: withoutPeriod(open.why ?? '') };
  if (predictions.unknown > 0)
    return { state: 'unknown', why: `the code of ${predictions.unknown} predictions cannot be compared with ${shown}` };
  return { state: 'yes', why: `${shown} serves, and ${predictions.yes} predictions were made with it` };
}

function verb(count: number): string {
  return count === 1 ? 'does' : 'do';
}

function withoutPeriod(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
