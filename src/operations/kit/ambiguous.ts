import { Problem, type ProblemDetails } from '../../platform/problem.ts';

/** One of the values that the caller may have meant. */
export interface PlayerChoice {
  readonly label: string;
  readonly value: string;
}

/** An input value matches several things, so the caller has to choose one. Transports with buttons or menus show the choices. */
export class Ambiguous extends Problem {
  /** The input field for the chosen value in the next call. */
  readonly field: string;
  readonly choices: readonly PlayerChoice[];

  constructor({ field, choices, ...details }: ProblemDetails & { field: string; choices: readonly PlayerChoice[] }) {
    super(details);
    this.field = field;
    this.choices = choices;
  }
}
