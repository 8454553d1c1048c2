import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { openApiDocument } from '#src/bot/http/open-api-document.ts';
import { OPERATIONS } from '#src/operations/registry.ts';

const document = openApiDocument(OPERATIONS, '1.2.3');

test('every operation has a path, except the local ones', () => {
  const paths = Object.keys(document.paths).filter((path) => path.startsWith('/api/'));
  const expected = OPERATIONS.filter(({ reach }) => reach === 'everywhere').map(({ name }) => name.replace(' ', '/'));
  expect(paths).toEqual(expected.map((name) => `/api/${name}`));
});

test('an input is described by its schema', () => {
  const schema = {
    type: 'object',
    required: ['date'],
    additionalProperties: false,
    properties: { date: { type: 'string' }, wait: { type: 'boolean', default: false } },
  };
  const content = { 'application/json': { schema } };
  expect(document.paths).toMatchObject({ '/api/batch/start': { post: { requestBody: { content } } } });
});

test('a reply is described by the data of its operation; a cut one has left_out instead', () => {
  const whole = { properties: { data: { properties: { released: { items: { type: 'string' } } } } } };
  const schema = {
    allOf: [{ $ref: '#/components/schemas/Outcome' }, { anyOf: [whole, { $ref: '#/components/schemas/CutOutcome' }] }],
  };
  const responses = { 200: { content: { 'application/json': { schema } } } };
  expect(document.paths).toMatchObject({ '/api/deploy/release': { post: { responses } } });
  expect(document.components.schemas.CutOutcome.required).toEqual(['left_out']);
});

test('the document is valid OpenAPI 3.1', async () => {
  expect(await new Validator().validate({ ...document })).toEqual({ valid: true });
  const { components, ...rest } = document;
  const responses = { ...components.responses, Problem400: { content: {} } };
  expect(await new Validator().validate({ ...rest, components: { ...components, responses } })).toMatchObject({
    valid: false,
  });
});
