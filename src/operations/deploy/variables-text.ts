import { type Deploy, hasLostVariables } from '../../coordination/deploy-locks/lock.ts';
import { removedVariables, type VariableChange } from '../../coordination/deploys/variables.ts';
import type { EnvironmentVariable } from '../../platform/deploy-target.ts';
import { withoutCode } from '../../platform/printable.ts';
import type { Reading } from '../../platform/reading.ts';
import { quotedSentence } from './lock-text.ts';

/** Says which environment variables of a service disappeared in a deploy. Their values are never known. */
export function variableSentences(service: string, deploy: Deploy): readonly string[] {
  const { lost_variables: lost, drop_variables: why } = deploy;
  const purpose = why === null ? [] : [`The deploy removes environment variables on purpose: ${quotedSentence(why)}`];
  if (lost.length === 0) return purpose;
  if (!hasLostVariables(deploy)) return [...purpose, `${service} no longer has ${namesText(lost)}.`];
  return [
    `⚠ ${service} had environment variables at the start of the deploy that it lacks now: ${namesText(lost)}.`,
    `To put them back, set each with \`--update-env-vars\` or \`--update-secrets\`. Both keep the other variables.`,
  ];
}

/** A command that changes the environment variables of a service, and what is known of the variables that it has. */
export interface CheckedCommand {
  /** The command in a few words, such as `gcloud run deploy worker`. */
  readonly command: string;
  readonly service: string;
  readonly change: VariableChange;
  readonly variables: Reading<readonly EnvironmentVariable[]>;
  /** What the caller runs or adds to remove the variables on purpose, as a command or an option. */
  readonly onPurpose: string;
}

/**
 * Says why a command is refused that removes environment variables of its service, or may do so; undefined if it removes
 * none. The refusal of a command whose effect nobody knows costs little, because the other options always work.
 */
export function removalText({ command, service, change, variables, onPurpose }: CheckedCommand): string | undefined {
  if (change.options.length === 0) return undefined;
  const removed = variables.type === 'known' ? removedVariables(change, variables.value) : 'unknown';
  if (removed !== 'unknown' && removed.length === 0) return undefined;
  const options = change.options.map(quoted).join(' and ');
  const why = variables.type === 'unknown' ? ` ${variables.why}` : '';
  const what =
    removed === 'unknown'
      ? `${quoted(command)} may remove environment variables of ${service}, and Tipoff cannot tell which ones.${why}`
      : `${quoted(command)} removes environment variables of ${service}: ${namesText(removed)}.`;
  return `${what} ${options} ${change.options.length === 1 ? 'removes' : 'remove'} variables. ${insteadText(change)} To remove them on purpose, say why: ${quoted(onPurpose)}.`;
}

/** The options that keep the other variables. */
const INSTEAD: Readonly<Record<string, string>> = {
  '--set-env-vars': 'Use `--update-env-vars`, which keeps the variables that it does not name.',
  '--env-vars-file': 'Use `--update-env-vars`, which keeps the variables that it does not name.',
  '--set-secrets': 'Use `--update-secrets`, which keeps the secrets that it does not name.',
};

function insteadText({ options }: VariableChange): string {
  const sentences = options.map((option) => INSTEAD[option] ?? `Leave out ${quoted(option)}.`);
  return [...new Set(sentences)].join(' ');
}

function namesText(names: readonly string[]): string {
  return names.map(withoutCode).join(', ');
}

function quoted(text: string): string {
  return `\`${withoutCode(text)}\``;
}
