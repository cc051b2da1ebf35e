import { describe, expect, it, test } from 'vitest';
import type { UnstickAnswer, UnstickRow } from '../../src/domain/unstick.js';
import { live } from '../support/builders/messages.js';
import { drawSafely, outline } from './drawing.js';

const aRow = (pullRequest: number, more: Partial<UnstickRow> = {}): UnstickRow => ({
  pullRequest,
  child: pullRequest - 20,
  epic: 118,
  why: 'conflicts with epic/118-mcp-daemon',
  next: 'I ask the agent to fix the conflict',
  turn: 'bot',
  again: false,
  ...more,
});

const anAnswer = (more: Partial<UnstickAnswer> = {}): UnstickAnswer => ({
  asOf: '2026-02-04T08:58:00.000Z',
  repo: 'dappcore/core',
  paused: false,
  rows: [],
  ...more,
});

const drawn = (more: Partial<UnstickAnswer>) =>
  drawSafely({ view: 'unstick', unstick: anAnswer(more) }, live());

describe('unstick', () => {
  it('says what blocks each pull request, whose turn it is and what comes next', () => {
    const person = aRow(141, {
      turn: 'person',
      why: 'it comes from a fork, so it is left to people',
      next: 'a person has to look',
    });
    expect(outline(drawn({ rows: [person, aRow(140)] }))).toMatchInlineSnapshot(`
      "“core: 2 pull requests, 1 for a person”
      # Unstick core
      *2 pull requests, 1 for a person*
      🖐️ *#141* for #121 of #118 · it comes from a fork, so it is left to people → a person has to look
      🔧 *#140* for #120 of #118 · conflicts with epic/118-mcp-daemon → I ask the agent to fix the conflict
      [Look again]{refresh:unstick core = unstick core}
        (as of 2 min ago)"
    `);
  });

  it('offers another try for what a person has, four at most, since a row holds five buttons', () => {
    const rows = [1, 2, 3, 4, 5].map((number) => aRow(140 + number, { turn: 'person', again: true }));
    const buttons = outline(drawn({ rows }))
      .split('\n')
      .filter((each) => each.includes('{again:'));
    expect(buttons.join().match(/Try #14\d again/g)).toEqual(
      [141, 142, 143, 144].map((n) => `Try #${n} again`),
    );
    expect(buttons[0]).toContain('{again:141 = dappcore/core#141}');
  });

  it('offers what a person has to other agents, with the price, or says why none can take it', () => {
    const person = { turn: 'person', why: 'checks are failing', next: 'a person has to look' } as const;
    const rows = [
      aRow(141, { ...person, takers: { agents: ['claude'], refusals: [] } }),
      aRow(142, { ...person, takers: { agents: [], refusals: ['claude has no task left'] } }),
      aRow(0, { ...person, pullRequest: null, child: 123, takers: { agents: ['claude'], refusals: [] } }),
    ];
    expect(outline(drawn({ rows }))).toMatchInlineSnapshot(`
      "“core: 2 pull requests, 1 child without one, 3 for a person”
      # Unstick core
      *2 pull requests, 1 child without one, 3 for a person*
      🖐️ *#141* for #121 of #118 · checks are failing → a person has to look
      🖐️ *#142* for #122 of #118 · checks are failing → a person has to look · No other agent can take it: claude has no task left.
      🖐️ *#123* of #118 · checks are failing → a person has to look
      [Give #121 to Claude · 1 task]{give:121:claude = dappcore/core#121:claude} [Give #123 to Claude · 1 task]{give:123:claude = dappcore/core#123:claude} [Look again]{refresh:unstick core = unstick core}
        (as of 2 min ago)"
    `);
  });

  it('says so when there is nothing to unstick', () => {
    expect(outline(drawn({}))).toMatchInlineSnapshot(`
      "“core: no open pull request of an epic”
      # Unstick core
      *no open pull request of an epic*
      [Look again]{refresh:unstick core = unstick core}
        (as of 2 min ago)"
    `);
  });

  it('says that the repository is paused, and how it goes on', () => {
    const text = outline(drawn({ paused: true, rows: [aRow(140)] }));
    expect(text).toContain('⏸️ Paused: nothing is written to GitHub. `/epic resume` goes on.');
    expect(outline(drawn({ rows: [aRow(140)] }))).not.toContain('Paused');
  });

  test.each([
    ['person', '🖐️'],
    ['bot', '🔧'],
    ['agent', '🤖'],
    ['line', '🚦'],
    ['reviewers', '💬'],
    ['checks', '⚙️'],
    ['github', '🔄'],
    ['nobody', '·'],
  ] as const)('marks a pull request whose turn is that of %s', (turn, mark) => {
    expect(outline(drawn({ rows: [aRow(140, { turn })] }))).toContain(`${mark} *#140* for #120 of #118`);
  });

  it('of a hundred pull requests shows the worst twenty, counts the rest and keeps its button', () => {
    const rows = Array.from({ length: 100 }, (_, index) => aRow(200 + index));
    const message = drawn({ rows });
    const text = outline(message);
    expect(message.blocks.length).toBeLessThanOrEqual(50);
    expect(text.match(/🔧/g)).toHaveLength(20);
    expect(text).toContain('*#219*');
    expect(text).not.toContain('*#220*');
    expect(text).toContain('… and 80 more');
    expect(text).toContain('[Look again]');
  });

  it('pings nobody, whatever a branch is called', () => {
    const text = outline(drawn({ rows: [aRow(140, { why: 'it goes into <!here> & <@U0SNIDER01>' })] }));
    expect(text).toContain('it goes into &lt;!here&gt; &amp; &lt;@U0SNIDER01&gt;');
  });
});
