import type { IncidentReport } from '../../coordination/incidents/incident-policy.ts';
import { type ErrorPattern, type RetryLoop, WINDOW_MINUTES } from './error-pattern.ts';
import { quotedReason } from './short-reason.ts';

/** The key of the one incident for prediction requests that fail. */
export const PREDICTION_ERRORS = 'prediction-errors';

const REASONS_SHOWN = 3;
const PLAYERS_SHOWN = 5;
const BUTTONS_SHOWN = 2;

/** Describes an error pattern to the people who must act: what fails, for whom, and what they can do. */
export function patternReport(pattern: ErrorPattern): Omit<IncidentReport, 'mentions'> {
  const { rate, loops } = pattern;
  const title = rate === 'high' ? 'Many prediction requests fail' : 'A prediction request fails again and again';
  const sentences = [
    rateSentence(pattern),
    reasonSentence(pattern),
    ...(loops.length === 0 ? [] : [loopSentence(loops)]),
  ];
  return {
    key: PREDICTION_ERRORS,
    title,
    detail: sentences.join(' '),
    remedy: remedyOf(pattern),
    steps: stepsOf(loops),
  };
}

function rateSentence({ deliveries, transient }: ErrorPattern): string {
  const percent = deliveries === 0 ? 0 : Math.round((100 * transient) / deliveries);
  return `Within ${WINDOW_MINUTES} minutes, ${transient} of ${deliveries} deliveries of prediction requests failed (${percent} %).`;
}

function reasonSentence({ reasons, loops }: ErrorPattern): string {
  const counted = reasons.map(
    ({ reason, deliveries }) => `${quotedReason(reason ?? 'no reason')} (${deliveries} times)`,
  );
  const named = counted.length > 0 ? counted : [...new Set(loops.map(({ reason }) => quotedReason(reason)))];
  return `Most frequent reasons: ${named.slice(0, REASONS_SHOWN).join(', ')}.`;
}

function loopSentence(loops: readonly RetryLoop[]): string {
  const players = loops.slice(0, PLAYERS_SHOWN).map(({ player_name, deliveries, status, reason }) => {
    const state = status === 'requested' ? 'still open' : 'failed';
    return `${quotedReason(player_name)} (${deliveries} deliveries, ${state}, last error ${quotedReason(reason)})`;
  });
  const more = loops.length > PLAYERS_SHOWN ? ` and ${loops.length - PLAYERS_SHOWN} more` : '';
  return `Delivered at least three times without an answer: ${players.join(', ')}${more}.`;
}

function remedyOf({ loops }: ErrorPattern): string {
  const [first] = loops;
  if (first === undefined) {
    return 'Look at the reasons: usually a store or a data source cannot be reached. `tipoff batch dead-letters` lists the players who have failed. The requests are repeated by themselves.';
  }
  const see = `\`tipoff batch dead-letters ${first.batch_id}\` lists the errors.`;
  const open = loops.find(({ status }) => status === 'requested');
  const skip =
    open === undefined
      ? ''
      : ` \`tipoff predict skip ${open.player_lookup} ${open.batch_id}\` ends a request without a prediction, so that the batch can finish.`;
  const redrive = loops.some(({ status }) => status === 'failed')
    ? ` \`tipoff batch redrive ${first.batch_id}\` requests the failed players again, when the cause is fixed.`
    : '';
  return `${see}${skip}${redrive}`;
}

/** The buttons on the incident's card. A person who clicks one runs the operation. */
function stepsOf(loops: readonly RetryLoop[]): NonNullable<IncidentReport['steps']> {
  const [first] = loops;
  if (first === undefined)
    return [{ id: 'errors', label: 'See the errors', operation: 'batch dead-letters', given: {} }];
  const failed = loops.find(({ status }) => status === 'failed');
  const open = loops.filter(({ status }) => status === 'requested').slice(0, BUTTONS_SHOWN);
  return [
    { id: 'errors', label: 'See the errors', operation: 'batch dead-letters', given: { batch: first.batch_id } },
    ...open.map((loop) => ({
      id: `skip-${loop.player_lookup}`,
      label: `Skip ${loop.player_name}`,
      operation: 'predict skip',
      given: { name: loop.player_lookup, batch: loop.batch_id },
    })),
    ...(failed === undefined
      ? []
      : [{ id: 'redrive', label: 'Redrive', operation: 'batch redrive', given: { batch: failed.batch_id } }]),
  ];
}
