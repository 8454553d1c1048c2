import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { codeOf, refusal } from './refusal.ts';
import { type Fixture, openWorkspace } from './workspace-fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openWorkspace();
});
afterAll(async () => await fixture.close());

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const section = (text: string) => ({ type: 'section', text: mrkdwn(text) });
const button = (text: string, id = 'a') => ({ type: 'button', action_id: id, text: plain(text) });
const actions = (...elements: unknown[]) => ({ type: 'actions', block_id: 'b', elements });
const many = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index));
const cell = (text: string) => ({ type: 'raw_text', text });
const rows = (count: number, columns: number) => many(count, () => many(columns, () => cell('x')));
const option = (text: string) => ({ text: plain(text), value: text.slice(0, 150) });

const post = (...blocks: unknown[]) =>
  fixture.client.apiCall('chat.postMessage', { channel: fixture.channel, text: 't', blocks });

const REFUSED: readonly [name: string, block: unknown, message: string][] = [
  [
    'a section of 3,001 characters',
    section('x'.repeat(3_001)),
    '[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
  ],
  ['a section of nothing', { type: 'section' }, '[ERROR] must define either text or fields [json-pointer:/blocks/0]'],
  ['an empty text', section(''), '[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
  [
    'eleven fields',
    { type: 'section', fields: many(11, () => mrkdwn('f')) },
    '[ERROR] no more than 10 items allowed [json-pointer:/blocks/0/fields]',
  ],
  [
    'a field of 2,001 characters',
    { type: 'section', fields: [mrkdwn('x'.repeat(2_001))] },
    '[ERROR] must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
  ],
  [
    'a header of 151 characters',
    { type: 'header', text: plain('x'.repeat(151)) },
    '[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    '26 buttons',
    actions(...many(26, (n) => button('b', `${n}`))),
    '[ERROR] no more than 25 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'a button of 76 characters',
    actions(button('x'.repeat(76))),
    '[ERROR] must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
  ],
  [
    'a button value of 2,001 characters',
    actions({ ...button('a'), value: 'x'.repeat(2_001) }),
    '[ERROR] must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
  ],
  [
    'eleven context elements',
    { type: 'context', elements: many(11, () => mrkdwn('c')) },
    '[ERROR] no more than 10 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'a block_id of 256 characters',
    { type: 'divider', block_id: 'x'.repeat(256) },
    '[ERROR] must be less than 256 characters [json-pointer:/blocks/0/block_id]',
  ],
  ['a block without its field', { type: 'header' }, '[ERROR] missing required field: text [json-pointer:/blocks/0]'],
  [
    'a field that blocks do not have',
    { ...section('a'), colour: 'red' },
    '[ERROR] invalid additional property: colour [json-pointer:/blocks/0]',
  ],
  ['a type that does not exist', { type: 'zz' }, '[ERROR] unsupported type [json-pointer:/blocks/0/type]'],
  [
    'two elements of one action_id',
    actions(button('a'), button('b')),
    '[ERROR] action_id "a" already exists [json-pointer:/blocks/0]',
  ],
  [
    'an overflow menu of six',
    actions({ type: 'overflow', options: many(6, (n) => option(`${n}`)) }),
    '[ERROR] no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    'a select of 101',
    actions({ type: 'static_select', options: many(101, (n) => option(`${n}`)) }),
    '[ERROR] no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    'an option of 76 characters',
    actions({ type: 'static_select', options: [option('x'.repeat(76))] }),
    '[ERROR] must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]',
  ],
  [
    'a confirm of 301 characters',
    actions({ ...button('a'), confirm: { text: plain('x'.repeat(301)) } }),
    '[ERROR] must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]',
  ],
  [
    'a table of 101 rows',
    { type: 'table', rows: rows(101, 2) },
    '[ERROR] no more than 100 items allowed [json-pointer:/blocks/0/rows]',
  ],
  [
    'a table of 21 columns',
    { type: 'table', rows: rows(1, 21) },
    '[ERROR] no more than 20 items allowed [json-pointer:/blocks/0/rows/0]',
  ],
  [
    'a data table without a caption',
    { type: 'data_table', rows: rows(2, 2) },
    '[ERROR] missing required field: caption [json-pointer:/blocks/0]',
  ],
  [
    'a data table of a header alone',
    { type: 'data_table', caption: 'c', rows: rows(1, 2) },
    '[ERROR] no fewer than 2 items allowed [json-pointer:/blocks/0/rows]',
  ],
  [
    'a data table of 102 rows',
    { type: 'data_table', caption: 'c', rows: rows(102, 2) },
    '[ERROR] no more than 101 items allowed [json-pointer:/blocks/0/rows]',
  ],
  [
    'a picture that is nowhere',
    { type: 'image', alt_text: 'a' },
    '[ERROR] must define either image_url or slack_file [json-pointer:/blocks/0]',
  ],
  [
    'a picture in two places',
    { type: 'image', alt_text: 'a', image_url: 'https://a.example/b.png', slack_file: { id: 'F1' } },
    '[ERROR] must define either image_url or slack_file [json-pointer:/blocks/0]',
  ],
  [
    'a picture without words',
    { type: 'image', slack_file: { id: 'F1' } },
    '[ERROR] missing required field: alt_text [json-pointer:/blocks/0]',
  ],
  [
    'a file that was never uploaded',
    { type: 'image', alt_text: 'a', slack_file: { id: 'F0NONE' } },
    '[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file]',
  ],
  [
    'a file in a context that was never uploaded',
    { type: 'context', elements: [{ type: 'image', alt_text: 'a', slack_file: { id: 'F0NONE' } }] },
    '[ERROR] invalid slack file [json-pointer:/blocks/0/elements/0/slack_file]',
  ],
  [
    'Markdown of 12,001 characters',
    { type: 'markdown', text: 'x'.repeat(12_001) },
    '[ERROR] must be less than 12001 characters [json-pointer:/blocks/0/text]',
  ],
];

describe('a message is rejected for', () => {
  test.each(REFUSED)('%s', async (_name, block, message) => {
    expect(await refusal(post(block))).toEqual({ code: 'invalid_blocks', messages: [message] });
  });

  test('51 blocks', async () => {
    const { code, messages } = await refusal(post(...many(51, () => ({ type: 'divider' }))));
    expect([code, messages]).toEqual([
      'invalid_blocks',
      ['[ERROR] no more than 50 items allowed [json-pointer:/blocks]'],
    ]);
  });

  test('two blocks with the same block_id', async () => {
    expect(
      (await refusal(post({ type: 'divider', block_id: 'd' }, { type: 'divider', block_id: 'd' }))).messages,
    ).toEqual(['[ERROR] block_id "d" already exists [json-pointer:/blocks]']);
  });

  test('two tables', async () => {
    expect(await codeOf(post({ type: 'table', rows: rows(1, 1) }, { type: 'table', rows: rows(1, 1) }))).toBe(
      'only_one_table_allowed',
    );
  });

  test('13,201 characters in all blocks together', async () => {
    const blocks = [...many(4, () => section('x'.repeat(3_000))), section('x'.repeat(1_201))];
    expect(await codeOf(post(...blocks))).toBe('msg_blocks_too_long');
    expect(await codeOf(post(...blocks.slice(0, 4)))).toMatch(/^none/);
  });

  test('blocks that are not a list', async () => {
    const call = fixture.client.apiCall('chat.postMessage', {
      channel: fixture.channel,
      text: 't',
      blocks: '{"type":"divider"}',
    });
    expect(await codeOf(call)).toBe('invalid_blocks_format');
  });

  test('a block of a refused type', async () => {
    fixture.slack.faults.refuseBlocks(['data_table']);
    const call = post({ type: 'data_table', caption: 'c', rows: rows(2, 2) });
    expect(await codeOf(call)).toBe('invalid_blocks');
    fixture.slack.faults.clear();
  });
});

test('a message at the limits is accepted, and missing ids are added', async () => {
  const blocks = [
    { type: 'header', text: plain('x'.repeat(150)) },
    { type: 'section', fields: many(10, () => mrkdwn('f')), accessory: button('open') },
    actions(...many(25, (n) => button('b', `${n}`))),
    { type: 'context', elements: many(10, () => mrkdwn('c')) },
    { type: 'data_table', caption: 'Edges', rows: rows(101, 20), page_size: 10 },
    { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'r' }] }] },
    { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'a' },
    { type: 'input', label: plain('l'), element: { type: 'plain_text_input' } },
  ];
  await post(...blocks);
  const { messages } = await fixture.client.conversations.history({ channel: fixture.channel, limit: 1 });
  const stored = messages?.[0]?.blocks ?? [];
  expect(stored).toHaveLength(blocks.length);
  expect(stored.every(({ block_id: id }) => id !== undefined && id !== '')).toBe(true);
});

describe('a picture from an uploaded file', () => {
  const uploaded = async (filename: string) => {
    const { files } = await fixture.client.filesUploadV2({ file: Buffer.from('bytes'), filename });
    const [file] = z
      .array(z.object({ files: z.array(z.object({ id: z.string(), url_private: z.string() })) }))
      .parse(files);
    if (file?.files[0] === undefined) throw new Error('nothing was uploaded');
    return file.files[0];
  };
  const picture = (slack_file: object) => ({ type: 'image', alt_text: 'a chart', slack_file });

  test('is accepted by its id or URL once the upload is complete', async () => {
    const { id, url_private: url } = await uploaded('chart.png');
    expect(await post(picture({ id }), picture({ url }))).toMatchObject({ ok: true });
  });

  test('is rejected while the upload is not complete', async () => {
    const { file_id: id } = await fixture.client.files.getUploadURLExternal({ filename: 'a.png', length: 5 });
    expect(await codeOf(post(picture({ id })))).toBe('invalid_blocks');
  });

  test('is rejected if the file is not a picture', async () => {
    const { id } = await uploaded('rows.csv');
    expect(await codeOf(post(picture({ id })))).toBe('invalid_blocks');
  });
});
