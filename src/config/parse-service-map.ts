import * as z from 'zod';
import { ServiceEntry, type ServiceMap } from '../coordination/deploys/service-map.ts';
import { findJsonFault } from '../platform/json-fault.ts';
import { Problem } from '../platform/problem.ts';
import { shownValue } from './shown-value.ts';

const WORKS =
  'Write an object such as {"services": {"worker": {"paths": ["src/worker", "package.json"], "predicts": true}}}';
const NAME_HINT =
  'it must be the name of a service: a small letter, then small letters, digits and hyphens, at most 40 (global is not allowed)';

const ServiceKey = z.string().regex(/^(?!global$)[a-z][a-z0-9-]{0,39}$/, { error: NAME_HINT });
const ServicesFileContent = z.strictObject({
  services: z.record(ServiceKey, ServiceEntry).refine((services) => Object.keys(services).length > 0, {
    error: 'it must name at least one service',
  }),
});

interface ServicesFileText {
  /** For messages. */
  readonly path: string;
  readonly text: string;
}

/**
 * Parses a services file. Throws a `Problem` `bad_services` that names the file, each wrong field, its value and what
 * to write.
 */
export function parseServiceMap({ path, text }: ServicesFileText): ServiceMap {
  const content = parseJson(path, text.replace(/^\ufeff/, ''));
  const result = ServicesFileContent.safeParse(content);
  if (result.success) return new Map(Object.entries(result.data.services));
  const faults = result.error.issues.map((issue) => faultOf(issue, content));
  throw badServices(path, `${[...new Set(faults)].join(' ')} ${WORKS}.`);
}

function parseJson(path: string, text: string): unknown {
  const content = contentOf(path, text);
  const fault = findJsonFault(text);
  if (fault?.type === 'duplicate-field') {
    throw badServices(path, `It has the field ${JSON.stringify(fault.field)} twice in one object. Remove one of them.`);
  }
  return content;
}

function contentOf(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badServices(path, `It is not JSON. ${WORKS}.`, error);
  }
}

function faultOf(issue: z.core.$ZodIssue, content: unknown): string {
  if (issue.code === 'unrecognized_keys') {
    const fields = issue.keys.map((key) => `\`${fieldName([...issue.path, key])}\``);
    return `The field ${fields.join(', ')} does not exist.`;
  }
  const hint = issue.code === 'invalid_key' ? NAME_HINT : issue.message.replace(/^Invalid input: /, '');
  if (issue.path.length === 0) return `Its content is wrong: ${hint}.`;
  const value = shownValue(String(issue.path.at(-1)), jsonAt(content, issue.path));
  return `The field \`${fieldName(issue.path)}\` ${value}: ${hint}.`;
}

function fieldName(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}

/** Returns the value at a path as JSON; undefined if there is none. */
function jsonAt(content: unknown, path: readonly PropertyKey[]): string | undefined {
  const value = path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
    content,
  );
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}

function badServices(path: string, fault: string, cause?: unknown): Problem {
  return new Problem({ code: 'bad_services', message: `The services file ${path} cannot be used. ${fault}`, cause });
}
