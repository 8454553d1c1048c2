import { SlackError } from '@slack/web-api';
import { inputFaults } from '../../../operations/kit/input/parse-input.ts';
import type { Operation } from '../../../operations/kit/operation.ts';
import { sentenceCase } from '../../../operations/kit/sentence-case.ts';
import { Problem } from '../../../platform/problem.ts';
import type { ParsedOperation } from '../commands/parse-command.ts';
import { inWords } from '../messages/figures.ts';
import type { SlackContext } from '../slack-context.ts';
import { operationForm } from './operation-form.ts';

/** The codes of problems that a person solves with other arguments. */
const ARGUMENT_FAULTS = ['bad_input', 'bad_date', 'bad_command_line', 'unknown_service'];

/** The command, click or submitted form for which Slack opens a form. */
export interface FormTrigger {
  readonly trigger_id: string;
  readonly response_url: string;
}

interface Refusal {
  readonly trigger: FormTrigger | undefined;
  readonly error: unknown;
}

/**
 * Opens the form of an operation that changes something, if its arguments are missing or cannot be read. The form has the
 * given arguments and the reason. Resolves to false if no form opened: for other errors, for a read, and if Slack refuses
 * the form.
 */
export async function openForm(
  { app, client }: SlackContext,
  { operation, given }: ParsedOperation,
  { trigger, error }: Refusal,
): Promise<boolean> {
  if (trigger === undefined || operation.effect === 'read') return false;
  if (!(error instanceof Problem) || !ARGUMENT_FAULTS.includes(error.code)) return false;
  // The cause is the problem without the command to copy, which the form replaces.
  const refusal = error.cause instanceof Problem ? error.cause.message : error.message;
  const problem = formProblem(operation, given) ?? refusal;
  const view = operationForm({ operation, given, problem, services: app.services, responseUrl: trigger.response_url });
  try {
    await client.views.open({ trigger_id: trigger.trigger_id, view });
    return true;
  } catch (refused) {
    if (!(refused instanceof SlackError)) throw refused;
    app.log.warn({ error: refused }, 'Slack did not open a form');
    return false;
  }
}

/**
 * Says what is wrong with the given arguments, a line for each field. Undefined if the fault concerns no single field, or
 * if only the operation itself found it.
 */
function formProblem({ input }: Operation, given: ParsedOperation['given']): string | undefined {
  const faults = inputFaults(input, given);
  if (faults.length === 0 || faults.some(({ field }) => field === '')) return;
  return faults.map(({ field, message }) => `${sentenceCase(inWords(field))}: ${message}.`).join('\n');
}
