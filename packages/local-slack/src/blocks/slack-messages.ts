import type * as z from 'zod';

type Issue = z.core.$ZodIssue;

/**
 * Formats validation errors as Slack does in `response_metadata.messages`, for example `[ERROR] must be less than 3001
 * characters [json-pointer:/blocks/0/text/text]`.
 */
export function slackMessages(issues: readonly Issue[], at: readonly PropertyKey[]): readonly string[] {
  return issues.flatMap((issue) => {
    const path = [...at, ...issue.path];
    const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
    if (isMissing) return [`[ERROR] missing required field: ${String(path.at(-1))}${pointer(path.slice(0, -1))}`];
    return sentencesOf(issue).map((sentence) => `[ERROR] ${sentence}${pointer(path)}`);
  });
}

function sentencesOf(issue: Issue): readonly string[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => `invalid additional property: ${key}`);
    case 'too_big':
      return [tooBig(issue)];
    case 'too_small':
      return [tooSmall(issue)];
    case 'invalid_type':
      return [`must provide ${issue.expected === 'int' ? 'an integer' : `a value of type ${issue.expected}`}`];
    case 'invalid_union':
      return ['unsupported type'];
    case 'invalid_value':
      return [`must be one of ${issue.values.map(String).join(', ')}`];
    case 'invalid_format':
      return [issue.message.startsWith('must') ? issue.message : `must be a valid ${issue.format}`];
    case 'custom':
    case 'invalid_element':
    case 'invalid_key':
    case 'not_multiple_of':
      return [issue.message];
  }
}

function tooBig({ origin, maximum }: z.core.$ZodIssueTooBig): string {
  if (origin === 'array') return `no more than ${maximum} items allowed`;
  return origin === 'string' ? `must be less than ${Number(maximum) + 1} characters` : `must be at most ${maximum}`;
}

function tooSmall({ origin, minimum }: z.core.$ZodIssueTooSmall): string {
  if (origin === 'array') return `no fewer than ${minimum} items allowed`;
  return origin === 'string' ? `must be more than ${Number(minimum) - 1} characters` : `must be at least ${minimum}`;
}

function pointer(path: readonly PropertyKey[]): string {
  return path.length === 0 ? '' : ` [json-pointer:/${path.map(String).join('/')}]`;
}
