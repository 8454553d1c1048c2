import { Problem, type ProblemDetails } from '../../platform/problem.ts';

/** One of the values that may have been meant. */
export interface PlayerChoice {
  readonly label: string;
  readonly value: string;
}

/** A problem that the asker solves by choosing: a value of the input fits several things. A door that can show choices offers them. */
export class Ambiguous extends Problem {
  /** The field of the input to ask again with. */
  readonly field: string;
  readonly choices: readonly PlayerChoice[];

  constructor({ field, choices, ...details }: ProblemDetails & { field: string; choices: readonly PlayerChoice[] }) {
    super(details);
    this.field = field;
    this.choices = choices;
  }
}
