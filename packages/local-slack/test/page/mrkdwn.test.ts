import { describe, expect, test } from 'vitest';
import { mrkdwnFlow, mrkdwnPhrases } from '../../src/page/model/mrkdwn.ts';

/** Of processor time, in microseconds. */
const QUICK_US = 2_000_000;

const text = (words: string) => ({ type: 'text', text: words });
const paragraph = (...children: unknown[]) => ({ type: 'paragraph', children });

describe('mrkdwn', () => {
  test.each([
    ['*bold*', { type: 'strong', children: [text('bold')] }],
    ['_slanted_', { type: 'emphasis', children: [text('slanted')] }],
    ['~gone~', { type: 'strike', children: [text('gone')] }],
    ['`a &lt; b`', { type: 'code', text: 'a < b' }],
    [':basketball:', { type: 'emoji', name: 'basketball', character: '🏀' }],
    [':no_such_thing:', { type: 'emoji', name: 'no_such_thing', character: null }],
    ['<@U1>', { type: 'user', id: 'U1' }],
    ['<#C1|general>', { type: 'channel', id: 'C1' }],
    ['<!channel>', { type: 'broadcast', text: '@channel' }],
    [
      '<https://a.example/x?a=1&amp;b=2|there>',
      { type: 'link', href: 'https://a.example/x?a=1&b=2', children: [text('there')] },
    ],
    ['<https://a.example>', { type: 'link', href: 'https://a.example', children: [text('https://a.example')] }],
    ['<mailto:a@b.example|write>', { type: 'link', href: 'mailto:a@b.example', children: [text('write')] }],
    ['<!date^1770000000^{moon}|2 February>', text('2 February')],
  ])('%s', (source, phrase) => expect(mrkdwnPhrases(source)).toEqual([phrase]));

  test.each(['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd'])(
    '%s is not a link',
    (url) => expect(mrkdwnPhrases(`<${url}|press>`)).toEqual([text('press')]),
  );

  test('escaped text of a person stays text', () =>
    expect(mrkdwnPhrases('&lt;!channel&gt; &lt;b&gt; &amp;amp; &lt;@U1&gt;')).toEqual([
      text('<!channel> <b> &amp; <@U1>'),
    ]));

  test('lines, code blocks and quotes are separate blocks', () =>
    expect(mrkdwnFlow('one\ntwo\n```\nthree\n```\n&gt; four\nfive')).toEqual([
      paragraph(text('one'), { type: 'break' }, text('two')),
      { type: 'preformatted', text: 'three' },
      { type: 'quote', children: [paragraph(text(' four'))] },
      paragraph(text('five')),
    ]));

  test.each(['*', '_*~', '<', '&gt; a\n', '`', '<http://a|'])('10,000 characters of %j are parsed quickly', (piece) => {
    const started = process.cpuUsage();
    mrkdwnFlow(piece.repeat(10_000 / piece.length));
    expect(process.cpuUsage(started).user).toBeLessThan(QUICK_US);
  });
});
