import { Problem } from '../platform/problem.ts';

const VARIABLE = 'TIPOFF_TOKEN';
/** The form of a token that an HTTP header can carry. The server decides whether the token is valid. */
const TOKEN = /^[\w-]{1,200}$/;

/**
 * Reads the token of an agent from TIPOFF_TOKEN. Returns undefined if the variable is not set. Throws a `Problem` if
 * the variable is blank, because the command of an agent that lost its token would otherwise run as the person.
 */
export function readAgentToken(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const value = env[VARIABLE]?.trim();
  if (value === undefined || TOKEN.test(value)) return value;
  const fault =
    value === ''
      ? `The environment variable ${VARIABLE} is set but blank, so nobody can tell whether an agent or a person runs this command.`
      : `The environment variable ${VARIABLE} is set to a value that is not a token. Its value is not shown.`;
  const message = `${fault} Set it to the token that \`tipoff token create\` printed, or unset it to run the command as yourself.`;
  throw new Problem({ code: 'bad_configuration', message });
}
