import { describe, expect, test } from 'vitest';
import { markdownFlow } from '../../src/page/model/markdown.ts';

const text = (words: string) => ({ type: 'text', text: words });
const paragraph = (...children: unknown[]) => ({ type: 'paragraph', children });

describe('a markdown block', () => {
  test.each([
    ['## Title', { type: 'heading', children: [text('Title')] }],
    ['**a** and `b`', paragraph({ type: 'strong', children: [text('a')] }, text(' and '), { type: 'code', text: 'b' })],
    ['[there](https://a.example)', paragraph({ type: 'link', href: 'https://a.example', children: [text('there')] })],
    ['[there](javascript:alert(1))', paragraph(text('there'))],
    [
      '![alt](https://a.example/a.png)',
      paragraph({ type: 'link', href: 'https://a.example/a.png', children: [text('alt')] }),
    ],
    ['<b onclick=x>', paragraph(text('<b onclick=x>'))],
    ['> said', { type: 'quote', children: [paragraph(text('said'))] }],
    ['---', { type: 'rule' }],
    ['go :tada:', paragraph(text('go '), { type: 'emoji', name: 'tada', character: '🎉' })],
    ['    code', { type: 'preformatted', text: 'code' }],
  ])('%s', (source, flow) => expect(markdownFlow(source)).toEqual([flow]));

  test('lists keep their start number and depth', () =>
    expect(markdownFlow('3. a\n   - b')).toEqual([
      {
        type: 'list',
        isOrdered: true,
        start: 3,
        indent: 0,
        items: [
          [
            paragraph(text('a')),
            { type: 'list', isOrdered: false, start: 1, indent: 1, items: [[paragraph(text('b'))]] },
          ],
        ],
      },
    ]));

  test('text that is nested too deeply is shown as source', () => {
    const deep = '> '.repeat(4_000);
    expect(markdownFlow(deep)).toEqual([{ type: 'preformatted', text: deep }]);
  });
});
