import { describe, expect, it } from 'vitest';
import { parseInline, parseMrkdwn, parsePlain, parseTextObject } from '../../../sandbox/page/mrkdwn.js';
import type { Inline } from '../../../sandbox/page/text-nodes.js';

const text = (words: string): Inline => ({ kind: 'text', text: words });
const bold = (...children: Inline[]): Inline => ({ kind: 'bold', children });
const italic = (...children: Inline[]): Inline => ({ kind: 'italic', children });
const link = (url: string, label = url): Inline => ({ kind: 'link', url, children: [text(label)] });

describe('marks inside a line', () => {
  it.each<[string, string, Inline[]]>([
    ['bold', 'a *b c* d', [text('a '), bold(text('b c')), text(' d')]],
    ['italic', '_a_', [italic(text('a'))]],
    ['strike', '~a~', [{ kind: 'strike', children: [text('a')] }]],
    ['code', '`a *b*`', [{ kind: 'code', text: 'a *b*' }]],
    ['marks within marks', '*_a_ b*', [bold(italic(text('a')), text(' b'))]],
    ['a mark after a bracket', '(*a*)', [text('('), bold(text('a')), text(')')]],
    ['emoji', 'x :tada:', [text('x '), { kind: 'emoji', name: 'tada', glyph: '🎉' }]],
    ['entities, once', '&lt;b&gt; &amp;amp;', [text('<b> &amp;')]],
  ])('reads %s', (_, source, nodes) => {
    expect(parseInline(source)).toEqual(nodes);
  });

  it.each([
    ['a mark in the middle of a word', 'snake_case_name 2*3*4'],
    ['a mark that begins within a word', 'a*b* 2_3_'],
    ['a mark before a space', '* a *'],
    ['a mark that is never closed', '*a'],
    ['a mark that closes on another line only in part', 'a ~ b ~ c'],
    ['doubled marks', '**a**'],
    ['an unknown emoji', ':no_such_emoji:'],
    ['a time', '10:30:45'],
    ['an angle bracket that holds nothing known', '<b>bold</b>'],
    ['a script address', '<javascript:alert(1)|click>'],
  ])('leaves alone %s', (_, source) => {
    expect(parseInline(source)).toEqual([text(source)]);
  });

  it('does not let a mark reach over a line break', () => {
    expect(parseInline('*a\nb*')).toEqual([text('*a'), { kind: 'break' }, text('b*')]);
  });

  it('does not close a mark inside code or a link', () => {
    expect(parseInline('*a `b* c` d*')).toEqual([
      bold(text('a '), { kind: 'code', text: 'b* c' }, text(' d')),
    ]);
  });
});

describe('angle brackets', () => {
  it.each<[string, string, Inline]>([
    ['a bare link', '<https://a.example/?x=1&amp;y=2>', link('https://a.example/?x=1&y=2')],
    ['a link with a label', '<https://a.example|core#1>', link('https://a.example', 'core#1')],
    ['mail', '<mailto:a@b.example>', link('mailto:a@b.example', 'a@b.example')],
    ['a user', '<@U0SNIDER01>', { kind: 'user', id: 'U0SNIDER01' }],
    ['a user with a name', '<@U0SNIDER01|Snider>', { kind: 'user', id: 'U0SNIDER01', name: 'Snider' }],
    ['a channel', '<#C0EPICS001|epics>', { kind: 'channel', id: 'C0EPICS001', name: 'epics' }],
    ['everybody', '<!channel>', { kind: 'broadcast', range: 'channel' }],
    ['a group', '<!subteam^S1|@core>', { kind: 'group', id: 'S1', name: 'core' }],
    [
      'a date',
      '<!date^1770195600^{date_short} at {time}^https://a.example|today>',
      {
        kind: 'date',
        seconds: 1770195600,
        format: '{date_short} at {time}',
        fallback: 'today',
        url: 'https://a.example',
      },
    ],
  ])('reads %s', (_, source, node) => {
    expect(parseInline(source)).toEqual([node]);
  });
});

describe('what Slack finds by itself', () => {
  const section = (words: string, verbatim?: boolean) =>
    parseTextObject({ type: 'mrkdwn', text: words, ...(verbatim === undefined ? {} : { verbatim }) });

  it('makes bare addresses and mentions of plain words in mrkdwn', () => {
    expect(section('@here see https://a.example/x. #general')).toEqual([
      {
        kind: 'paragraph',
        children: [
          { kind: 'broadcast', range: 'here' },
          text(' see '),
          link('https://a.example/x'),
          text('. '),
          { kind: 'channel', id: 'general', name: 'general' },
        ],
      },
    ]);
  });

  it('makes nothing of them in verbatim mrkdwn', () => {
    expect(section('@here https://a.example #general', true)).toEqual([
      { kind: 'paragraph', children: [text('@here https://a.example #general')] },
    ]);
  });

  it('takes an issue number for no channel', () => {
    expect(section('core#118 and #118')).toEqual([
      { kind: 'paragraph', children: [text('core#118 and #118')] },
    ]);
  });

  it('knows emoji and line breaks alone in plain text', () => {
    expect(parsePlain('*a* <!channel> &lt;\n:eyes:')).toEqual([
      text('*a* <!channel> &lt;'),
      { kind: 'break' },
      { kind: 'emoji', name: 'eyes', glyph: '👀' },
    ]);
  });
});

describe('lines', () => {
  it('reads quotes, escaped or not, and what follows them', () => {
    expect(parseMrkdwn('> a\n&gt;b\nc')).toEqual([
      { kind: 'quote', children: [text('a'), { kind: 'break' }, text('b')] },
      { kind: 'paragraph', children: [text('c')] },
    ]);
  });

  it('quotes all the rest after three marks', () => {
    expect(parseMrkdwn('a\n>>>b\nc')).toEqual([
      { kind: 'paragraph', children: [text('a')] },
      { kind: 'quote', children: [text('b'), { kind: 'break' }, text('c')] },
    ]);
  });

  it('keeps fenced code as it is, without its fences', () => {
    expect(parseMrkdwn('a\n```\nx  = *1*\n&lt;y\n```\nb')).toEqual([
      { kind: 'paragraph', children: [text('a')] },
      { kind: 'pre', text: 'x  = *1*\n<y' },
      { kind: 'paragraph', children: [text('b')] },
    ]);
  });

  it('reads long hostile text without getting lost', () => {
    const sources = ['*_~`<', '*a ', '<a', '`a ', ':a', '> *a', '*a _b ~c '];
    for (const source of sources) expect(parseMrkdwn(source.repeat(2000))).toHaveLength(1);
  });
});
