import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { openApiDocument } from '#src/bot/http/openapi.ts';
import { OPERATIONS } from '#src/operations/registry.ts';

const VALIDATE = 'import json, sys; from openapi_spec_validator import validate; validate(json.load(sys.stdin))';
const hasValidator = spawnSync('python3', ['-c', 'import openapi_spec_validator']).status === 0;
const NO_VALIDATOR = 'skipped: python3 has no openapi_spec_validator; `pip install openapi-spec-validator` brings it';

describe.skipIf(!hasValidator)(hasValidator ? 'the OpenAPI document' : NO_VALIDATOR, () => {
  const document = openApiDocument(OPERATIONS, '1.2.3');

  test('is valid OpenAPI 3.1', () => {
    expect(faultOf(document)).toBe('');
  });

  test('would not be with a response that describes nothing', () => {
    const { components, ...rest } = document;
    const responses = { ...components.responses, Problem400: { content: {} } };
    expect(faultOf({ ...rest, components: { ...components, responses } })).toContain('description');
  });
});

function faultOf(document: object): string {
  const { stderr, error } = spawnSync('python3', ['-c', VALIDATE], {
    input: JSON.stringify(document),
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  return stderr;
}
