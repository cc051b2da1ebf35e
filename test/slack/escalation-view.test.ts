import { describe, expect, it } from 'vitest';
import { checkMessageBlocks } from '../../sandbox/slack/blocks.js';
import type { Escalation } from '../../src/domain/message.js';
import { draw } from '../../src/slack/views/index.js';
import { aProposal, live } from '../support/builders/messages.js';
import { drawSafely, outline } from './drawing.js';

const anEscalation = (more: Partial<Escalation> = {}): Escalation => ({
  repo: 'dappcore/core',
  subject: 140,
  epic: 118,
  child: 119,
  why: 'still conflicting after 2 requests',
  tried: ['conflict at 2026-02-04T07:00Z', 'conflict at 2026-02-04T08:00Z'],
  call: ['U0BODANE01'],
  ...more,
});

/** `drawSafely` lets nobody be called: that this view does call somebody is what is looked at here. */
function called(more: Partial<Escalation>) {
  const message = draw({ view: 'escalation', escalation: anEscalation(more) }, live());
  expect(checkMessageBlocks(message.blocks)).toEqual([]);
  expect(message.blocks.length).toBeLessThanOrEqual(50);
  return message;
}
const pings = (text: string) => text.match(/<[^>]*>/g) ?? [];

describe('an escalation', () => {
  it('of a pull request says whom it calls, why, what was tried and how to hand it back', () => {
    expect(outline(called({}))).toMatchInlineSnapshot(`
      "“core #140 needs a person: still conflicting after 2 requests”
      🖐️ <@U0BODANE01> *core #140* for #119 needs a person: still conflicting after 2 requests · epic #118
        (Tried: conflict at 2026-02-04T07:00Z · conflict at 2026-02-04T08:00Z)
        (The epic goes on without it. Take the label \`needs-intervention\` off, or click, and I try again.)
      [Try #140 again]{again:140 = dappcore/core#140}"
    `);
  });

  it('offers it to another agent with the price, and says why none can take it where none can', () => {
    const claude = outline(called({ takers: { agents: ['claude'], refusals: [] } }));
    expect(claude).toContain('[Give #119 to Claude · 1 task]{give:119:claude = dappcore/core#119:claude}');
    const nobody = outline(called({ takers: { agents: [], refusals: ['claude has no task left'] } }));
    expect(nobody).toContain('(No other agent can take it: claude has no task left.)');
    expect(nobody).not.toContain('Give');
  });

  it('shows what became of the offer in place of the buttons, and the buttons again after an undo', () => {
    const content = { view: 'escalation' as const, escalation: anEscalation({ call: [] }) };
    const decided = (status: 'approved' | 'undone') =>
      outline(drawSafely(content, live([aProposal({ status, decidedBy: 'Snider' })])));
    expect(decided('approved')).toContain('Approved by Snider');
    expect(decided('approved')).not.toContain('[Try #140 again]');
    expect(decided('undone')).toContain('[Try #140 again]');
  });

  it('of an epic’s branch says what to mend', () => {
    expect(
      outline(
        called({ subject: 118, child: null, why: 'epic/118-mcp-daemon conflicts with dev', tried: [] }),
      ),
    ).toMatchInlineSnapshot(`
      "“core #118 needs a person: epic/118-mcp-daemon conflicts with dev”
      🖐️ <@U0BODANE01> *core #118* needs a person: epic/118-mcp-daemon conflicts with dev
        (Mend the branch by hand; I look again when it moves.)"
    `);
  });

  it('calls everybody of the settings and nobody else, in its blocks alone', () => {
    const message = called({ call: ['U0BODANE01', 'U0SNIDER01'] });
    expect(pings(JSON.stringify(message.blocks))).toEqual(['<@U0BODANE01>', '<@U0SNIDER01>']);
    expect(pings(message.text)).toEqual([]);
  });

  it('calls nobody where the settings name nobody', () => {
    drawSafely({ view: 'escalation', escalation: anEscalation({ call: [] }) }, live());
  });

  it('calls nobody whom a branch or a repository names', () => {
    const evil = '<!channel> <@U0PASSERBY> <!subteam^S1> @here';
    const message = called({ repo: `dappcore/${evil}`, why: evil, tried: [evil, evil] });
    // What a button carries is sent back with a click, and shown to nobody.
    const shown = JSON.stringify(message, (key, part) => (key === 'value' ? undefined : part));
    expect(pings(shown)).toEqual(['<@U0BODANE01>']);
    drawSafely(
      {
        view: 'escalation',
        escalation: anEscalation({ repo: `x/${evil}`, why: evil, tried: [evil], call: [] }),
      },
      live(),
    );
  });

  it('stays within the limits however much was tried', () => {
    const tried = Array.from({ length: 500 }, () => 'reviews at 2026-02-04T07:00Z');
    drawSafely(
      { view: 'escalation', escalation: anEscalation({ why: 'x'.repeat(10_000), tried, call: [] }) },
      live(),
    );
  });
});
