import { expect, test } from 'vitest';
import { RichTextBlock, richTextFlow } from '../../src/page/model/rich-text-block.ts';

const flowOf = (...elements: unknown[]) => richTextFlow(RichTextBlock.parse({ type: 'rich_text', elements }));

test('sections carry styles, mentions, links and emoji', () =>
  expect(
    flowOf({
      type: 'rich_text_section',
      elements: [
        { type: 'text', text: 'a', style: { bold: true, italic: true } },
        { type: 'text', text: 'b', style: { code: true } },
        { type: 'link', url: 'https://a.example', text: 'there' },
        { type: 'link', url: 'javascript:x', text: 'no' },
        { type: 'user', user_id: 'U1' },
        { type: 'emoji', name: 'tada' },
        { type: 'broadcast', range: 'here' },
      ],
    }),
  ).toEqual([
    {
      type: 'paragraph',
      children: [
        { type: 'strong', children: [{ type: 'emphasis', children: [{ type: 'text', text: 'a' }] }] },
        { type: 'code', text: 'b' },
        { type: 'link', href: 'https://a.example', children: [{ type: 'text', text: 'there' }] },
        { type: 'text', text: 'no' },
        { type: 'user', id: 'U1' },
        { type: 'emoji', name: 'tada', character: '🎉' },
        { type: 'broadcast', text: '@here' },
      ],
    },
  ]));

test('lists, quotes and code are separate blocks', () => {
  const elements = [{ type: 'text', text: 'x' }];
  const paragraph = { type: 'paragraph', children: [{ type: 'text', text: 'x' }] };
  expect(
    flowOf(
      {
        type: 'rich_text_list',
        style: 'ordered',
        indent: 1,
        offset: 2,
        elements: [{ type: 'rich_text_section', elements }],
      },
      { type: 'rich_text_quote', elements },
      { type: 'rich_text_preformatted', elements },
    ),
  ).toEqual([
    { type: 'list', isOrdered: true, start: 3, indent: 1, items: [[paragraph]] },
    { type: 'quote', children: [paragraph] },
    { type: 'preformatted', text: 'x' },
  ]);
});
