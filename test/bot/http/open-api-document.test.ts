import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import * as z from 'zod';
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
    properties: { date: { type: 'string', minLength: 1, maxLength: 40 }, wait: { type: 'boolean', default: false } },
  };
  const content = { 'application/json': { schema } };
  expect(document.paths).toMatchObject({ '/api/batch/start': { post: { requestBody: { content } } } });
});

test('the limits of an input are in its schema: lengths, ranges and values', () => {
  const properties = (path: string) => inputOf(path).properties;
  expect(properties('/api/deploy/claim')).toMatchObject({ reason: { maxLength: 120 }, service: { maxLength: 40 } });
  expect(properties('/api/session/beat')).toMatchObject({ every_s: { type: 'integer', minimum: 5, maximum: 60 } });
  expect(properties('/api/batch/start')).toMatchObject({ mode: { enum: expect.arrayContaining(['LAST_CALL']) } });
  expect(document.info.description).toContain('A body has at most 100,000 bytes and 50 levels');
});

test('a text of an input always has a length limit or a list of values', () => {
  const open = Object.keys(document.paths)
    .filter((path) => path.startsWith('/api/'))
    .flatMap((path) =>
      Object.entries(inputOf(path).properties).map(([field, schema]) => ({ field: `${path} ${field}`, ...schema })),
    )
    .filter(
      ({ type, maxLength, enum: values }) => type === 'string' && maxLength === undefined && values === undefined,
    );
  expect(open).toEqual([]);
});

test('a 409 has one shape', () => {
  const { post } = z
    .looseObject({
      post: z.looseObject({ responses: z.record(z.string(), z.object({ content: z.unknown() }).partial()) }),
    })
    .parse(new Map(Object.entries(document.paths)).get('/api/deploy/claim'));
  const schema = { allOf: [{ $ref: '#/components/schemas/Refusal' }, expect.anything()] };
  expect(post.responses['409']?.content).toEqual({ 'application/problem+json': { schema } });
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

const FieldSchema = z.looseObject({
  type: z.string().optional(),
  maxLength: z.number().optional(),
  enum: z.array(z.unknown()).optional(),
});
const Input = z.object({
  post: z.object({
    requestBody: z.object({
      content: z.object({
        'application/json': z.object({ schema: z.object({ properties: z.record(z.string(), FieldSchema) }) }),
      }),
    }),
  }),
});

function inputOf(path: string) {
  return Input.parse(new Map(Object.entries(document.paths)).get(path)).post.requestBody.content['application/json']
    .schema;
}
