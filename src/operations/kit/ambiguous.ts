import { Problem, type ProblemDetails } from '../../platform/problem.ts';

/** One of the players that the caller may have meant. */
export interface PlayerChoice {
  readonly label: string;
  readonly value: string;
}

/**
 * The error for an input value that matches several things. The caller has to choose one; transports with buttons or
 * menus show the choices.
 */
export class Ambiguous extends Problem {
  /** The input field that takes the chosen value in the next call. */
  readonly field: string;
  readonly choices: readonly PlayerChoice[];

  constructor({ field, choices, ...details }: ProblemDetails & { field: string; choices: readonly PlayerChoice[] }) {
    super(details);
    this.field = field;
    this.choices = choices;
  }
}
