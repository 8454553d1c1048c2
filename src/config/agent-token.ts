import { Problem } from '../platform/problem.ts';

const VARIABLE = 'TIPOFF_TOKEN';
/** The characters that an HTTP header carries unchanged. Whether the token is valid is checked where it is used. */
const TOKEN = /^[\w-]{1,200}$/;

/**
 * The agent's token in TIPOFF_TOKEN; undefined where the variable is not set. Throws a `Problem` for a blank one, because the command of
 * an agent whose token got lost would otherwise run as the person.
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
