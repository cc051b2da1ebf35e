import { describe, expect, test } from 'vitest';
import { inventoryRow } from '../../src/domain/inventory.js';
import type { MessageContent } from '../../src/domain/message.js';
import { repoStatus, type StatusAnswer } from '../../src/domain/status.js';
import { aChild, anEpic, aPullRequest, closed, feature, unseen } from '../support/builders/epics.js';
import { aBudgetAnswer, live } from '../support/builders/messages.js';
import { aRepo } from '../support/builders/repos.js';
import { drawSafely, outline } from './drawing.js';

const shown = (content: MessageContent) => outline(drawSafely(content, live()));

const conflict = { pullRequest: aPullRequest({ mergeable: 'CONFLICTING' }), dispatch: 'started' as const };
const daemon = anEpic({
  'shared types (blocking)': [aChild(119, closed), aChild(120, { issue: { dispatch: 'started' } })],
  'handlers (parallelisable)': [
    aChild(121, { issue: conflict }),
    aChild(122, feature),
    aChild(123, { issue: { blockedBy: ['dappcore/core#7'] } }),
    aChild(124, unseen),
  ],
});
const help = anEpic(
  { work: [aChild(134), aChild(135)] },
  { number: 133, title: 'epic(help): Explain it', branch: null },
);
const core = aRepo({
  epics: [daemon, help],
  openPullRequests: 1,
  openIssues: [
    { title: 'epic(mcp): Run the server as a daemon', labels: [], authorAssociation: 'MEMBER', number: 1 },
    { title: '[Audit] Error handling', labels: [], authorAssociation: 'MEMBER', number: 1 },
  ],
});
const build = aRepo({
  name: 'build',
  nameWithOwner: 'dappcore/build',
  language: null,
  openIssues: [{ title: '[Audit] Error handling', labels: [], authorAssociation: 'MEMBER', number: 1 }],
});

function status(more: Partial<StatusAnswer> = {}): MessageContent {
  const repos = [core, build].map((repo) => repoStatus(repo));
  return {
    view: 'status',
    status: { asOf: '2026-02-04T08:58:00Z', trouble: null, repos, epic: null, timeline: [], ...more },
  };
}

describe('status', () => {
  test('of all repositories', () => {
    expect(shown(status())).toMatchInlineSnapshot(`
      "“2 repositories: 3 open, 2 audits, 2 READY, 1 stuck”
      # All repositories, worst first
      *2 repositories: 3 open, 2 audits, 2 READY, 1 stuck*
      *core* · ⚠️ 1 stuck · 2 open · 1 audit · 2 epics · 2 READY · 1 in flight
      *build* · 1 open · 1 audit
      [Refresh]{refresh = status} [Show pool]{ask = budget}
        (as of 2 min ago)"
    `);
  });

  test('counts the phases that an epic has, whatever their numbers', () => {
    const late = { ...help, children: help.children.map((child) => ({ ...child, phase: 2 })) };
    const repo = repoStatus(aRepo({ epics: [late] }));
    expect(shown(status({ repos: [repo] }))).toContain('0/2 · phase 1 of 1 · 2 READY');
  });

  test('of one repository', () => {
    expect(shown(status({ repos: [repoStatus(core)] }))).toMatchInlineSnapshot(`
      "“core: 2 open, 1 audit, 2 epics”
      # core
      *2 open · 1 audit · 2 epics · 1 open pull request*
      2 READY · 1 in flight · 1 stuck
      Next click: create the branch epic/133-… to dispatch into
        (Stage 3 · executing · tier 4 · \`dev\` · Go)
      *#118* epic(mcp): Run the server as a daemon
      ▰▰▱▱▱▱▱▱▱▱ 1/6 · phase 1 of 2 · 0 READY · 1 in flight · ⚠️ 1 stuck
      Next: #121 is stuck: conflicts with epic/118-mcp-daemon
      *#133* epic(help): Explain it
      ▱▱▱▱▱▱▱▱▱▱ 0/2 · phase 1 of 1 · 2 READY · 0 in flight
      Next: create the branch epic/133-… to dispatch into
      [Refresh]{refresh = status dappcore/core} [Show pool]{ask = budget}
        (as of 2 min ago)"
    `);
  });

  test('of a repository without epics', () => {
    expect(shown(status({ repos: [repoStatus(build)] }))).toMatchInlineSnapshot(`
      "“build: 1 open, 1 audit, 0 epics”
      # build
      *1 open · 1 audit · 0 epics · 0 open pull requests*
      Next click: 1 audit waits to become issues
        (Stage 1 · ready · tier 4 · \`dev\`)
      [Refresh]{refresh = status dappcore/build} [Show pool]{ask = budget}
        (as of 2 min ago)"
    `);
  });

  test('of one epic, each child with its state and why', () => {
    expect(shown(status({ repos: [repoStatus(core)], epic: 118 }))).toMatchInlineSnapshot(`
      "“core #118: 1 of 6 done, 0 READY, 1 in flight, 1 stuck”
      # core #118
      *epic(mcp): Run the server as a daemon*
      ▰▰▱▱▱▱▱▱▱▱ 1 of 6 done
      Next click: #121 is stuck: conflicts with epic/118-mcp-daemon
        (\`epic/118-mcp-daemon\` · 0 READY · 1 in flight · 1 stuck)
      ---
      *Phase 1 · shared types (blocking)* 1/2 · active
      ✅ #119 fix(mcp): close the socket · done
      🚀 #120 fix(mcp): close the socket · in flight
      ---
      *Phase 2 · handlers (parallelisable)* 0/4
      ⚠️ #121 fix(mcp): close the socket · stuck · PR #140 · conflicts with epic/118-mcp-daemon
      ⏳ #122 feat(mcp): add a resource · later · phase 1 is not closed
      ⛔ #123 fix(mcp): close the socket · blocked · blocked by dappcore/core#7
      ❔ #124 · not visible · the bot cannot see this issue
      [Refresh]{refresh = status dappcore/core #118} [Show pool]{ask = budget}
        (as of 2 min ago)"
    `);
  });

  test('says why the newest read failed, and that nothing is lost', () => {
    const trouble = 'GitHub cannot be reached.';
    expect(
      shown(status({ trouble, asOf: '2026-02-04T06:00:00Z' }))
        .split('\n')
        .at(-1),
    ).toBe('  (as of 3 hours ago · ⚠️ GitHub cannot be reached. Nothing is lost; I keep trying.)');
  });

  test('when nothing is carried yet', () => {
    expect(shown(status({ repos: [] }))).toMatchInlineSnapshot(`
      "“No repository is carried yet.”
      No repository is carried yet."
    `);
  });

  test('names 12 epics and 20 repositories, and counts the others', () => {
    const epics = Array.from({ length: 60 }, (_, index) =>
      anEpic({ a: [aChild(900 + index)] }, { number: index + 1 }),
    );
    expect(shown(status({ repos: [repoStatus(aRepo({ epics }))] }))).toContain(
      '… and 48 more: ask for one by its number',
    );
    const repos = Array.from({ length: 200 }, (_, index) => repoStatus(aRepo({ name: `repo-${index}` })));
    expect(shown(status({ repos }))).toContain('… and 180 more\nAsk for one by its name.');
  });

  test('counts the children of a phase that do not fit', () => {
    const children = Array.from({ length: 100 }, (_, index) => aChild(200 + index));
    const text = shown(
      status({ repos: [repoStatus(aRepo({ epics: [anEpic({ a: children })] }))], epic: 118 }),
    );
    const named = text.match(/🟢 #/g)?.length ?? 0;
    expect(named).toBeGreaterThan(20);
    expect(text).toContain(`… and ${100 - named} more`);
  });
});

describe('inventory', () => {
  test('is a table', () => {
    const rows = [core, build].map(inventoryRow);
    expect(shown({ view: 'inventory', asOf: '2026-02-04T08:58:00Z', rows })).toMatchInlineSnapshot(`
      "“2 repositories, 3 open issues, 2 audits, 2 epics”
      # Inventory
        (2 repositories, 3 open issues, 2 audits, 2 epics · as of 2 min ago)
      Repository | Open | Audits | Epics | Branch | Stage | Tier
      core | 2 | 1 | #118 #133 | dev | Stage 3 · executing | 4
      build | 1 | 1 | – | dev | Stage 1 · ready | 4"
    `);
  });

  test('shows as many of 200 repositories as a table holds, and counts the others', () => {
    const rows = Array.from({ length: 200 }, (_, index) =>
      inventoryRow(aRepo({ name: `core-service-${index}` })),
    );
    const text = shown({ view: 'inventory', asOf: null, rows });
    expect(text.match(/^core-service-/gm)).toHaveLength(99);
    expect(text).toContain('101 more are not shown');
  });

  test('has fewer rows, but is there, when the names are long', () => {
    const rows = Array.from({ length: 90 }, () =>
      inventoryRow(aRepo({ name: 'n'.repeat(100), defaultBranch: 'b'.repeat(100) })),
    );
    const text = shown({ view: 'inventory', asOf: null, rows });
    const named = text.match(/^n{100} /gm)?.length ?? 0;
    expect(named).toBeGreaterThan(20);
    expect(text).toContain(`${90 - named} more are not shown`);
  });
});

describe('budget', () => {
  test('is the pool and what is left by member', () => {
    expect(shown({ view: 'budget', budget: aBudgetAnswer() })).toMatchInlineSnapshot(`
      "“585 of 600 tasks left”
      # Budget
      *585 of 600 tasks left*
      ▰▱▱▱▱▱▱▱▱▱ 12 used · 3 reserved · 585 of 600 left
      *Snider* (jules) · 285 of 300 left · 12 used · 3 reserved · 9 in flight · 14 repositories
      *bodane* (jules) · 300 of 300 left · 0 used · 0 in flight · no repository connected
        (Counted from the ledger of dispatches, tasks that were started outside the bot among them. Unused tasks do not roll over.)
      [Refresh]{refresh = budget}"
    `);
  });

  test('says when the next task of a member who has none left is free, in the reader’s own time', () => {
    const [member] = aBudgetAnswer().members;
    const none = { ...member, left: 0, freesAt: '2026-02-04T13:00:00Z' } as typeof member & object;
    expect(shown({ view: 'budget', budget: aBudgetAnswer({ members: [none] }) })).toContain(
      'next free <!date^1770210000^{time}|13:00 UTC>',
    );
  });

  test('of a team without accounts says so', () => {
    const budget = aBudgetAnswer({ members: [], quota: 0, used: 0, reserved: 0, left: 0 });
    expect(shown({ view: 'budget', budget })).toContain('No account is in the team file yet.');
  });
});

describe('help', () => {
  test('lists every command', () => {
    expect(shown({ view: 'help', topic: null })).toMatchInlineSnapshot(`
      "“What I can do”
      # What I can do
      \`/epic help [command]\` what I can do
      \`/epic status [repo] [#epic]\` progress, phases, READY, in flight, stuck and the next click
      \`/epic inventory\` every repository: open issues, audits, epics, branch, stage, tier
      \`/epic budget\` today's tasks: used, reserved and left, by member
      \`/epic audit &lt;repo&gt; [#issue]\` stage 1: the issues that the findings of its audits would become; nothing is created before an approver clicks
      \`/epic organise &lt;repo&gt;\` stage 2: the epics that its issues would make, with phases and a branch; nothing is created before an approver clicks
      \`/epic dispatch &lt;repo&gt; [#epic|#issue]\` proposes what to hand to an agent, with its cost; nothing is spent before an approver clicks
      \`/epic onboard &lt;repo&gt; [repo …]\` audits, epics and the first dispatch in a row, each behind its approval, told in one thread
      \`/epic unstick &lt;repo&gt; [#pr]\` what blocks each pull request of the epics, and the next act
      \`/epic pause [repo]\` the kill switch: nothing is written to GitHub until \`resume\`
      \`/epic resume [repo]\` goes on after \`pause\`
      \`/epic report &lt;morning|midday|evening&gt; [--post]\` the report now, to you alone; \`--post\` posts it to the channel
      \`/epic journal [stats|export] [--clean]\` finished children in numbers, or as a file for programs; \`--clean\` leaves out who and when
      \`/epic leaderboard\` agents side by side: what was merged, in how many rounds and hours, at what price
        (A repository is \`name\`, \`owner/name\` or a part of it that fits one alone.)"
    `);
  });

  test('of one command gives an example', () => {
    expect(shown({ view: 'help', topic: 'dispatch' })).toMatchInlineSnapshot(`
      "“What I can do”
      # /epic dispatch
      \`/epic dispatch &lt;repo&gt; [#epic|#issue]\` proposes what to hand to an agent, with its cost; nothing is spent before an approver clicks
        (For example \`/epic dispatch core #118\`)"
    `);
  });
});

test('a notice is its words, and below them what to do: a command as code, a sentence as it is', () => {
  const hints = ['/epic status [repo] [#epic]', 'Ask an admin.', '/epic status core says what is under way.'];
  expect(shown({ view: 'notice', text: 'I know no command “x”.', hints })).toMatchInlineSnapshot(`
    "“I know no command “x”.”
    I know no command “x”.
      (\`/epic status [repo] [#epic]\`)
      (Ask an admin.)
      (/epic status core says what is under way.)"
  `);
});
