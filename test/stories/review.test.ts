import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { auditLog, proposals, reviewChanges } from '../../db/schema.js';
import type { Issue } from '../../sandbox/github/model.js';
import type { SandboxWorld } from '../../sandbox/world.js';
import type { Bot } from '../../src/bot.js';
import type { Config } from '../../src/config.js';
import { isAuditTitle } from '../../src/domain/title.js';
import { aBot, aConfig, aWorld } from '../support/bots.js';
import { peopleOf } from '../support/builders/world.js';
import { PATIENTLY } from '../support/patience.js';
import { aSlackUser, type SlackUser, words } from '../support/slack-user.js';

const SECOND = 1_000;
const REPO = 'core-mcp';
/** Ten findings, two pages; whoever wrote them is of bad will. */
const FINDINGS = {
  login: 'Hash what people type into the login',
  cookie: 'Mark the cookie as secure',
  search: 'Escape words in the search',
  journal: 'Rotate the journal every night',
  queue: 'Sign messages of the queue',
  mailer: 'Limit addresses in the mailer',
  upload: 'Verify file kinds at the upload',
  export: 'Mask names within the export',
  invoice: 'Round sums on the invoice',
  webhook: 'Reject replays to the webhook',
};
const REPORT = `# Audit\n\n${Object.entries(FINDINGS)
  .map(
    ([name, fix], index) => `## ${index + 1}. The ${name} leaks <!channel> and @everyone

**Severity:** High
**File:** \`src/${name}/${name}.php:3\`

What the ${name} holds can be read by others, see <@U0SNIDER01>.

**Fix:** ${fix}.
`,
  )
  .join('\n')}`;

/** Stage 1 as people review it: nothing but signed HTTP, Slack's Web API and GitHub's API. */
describe('a review of a draft', () => {
  let world: SandboxWorld;
  let user: SlackUser;
  let config: Config;
  let bot: Bot;
  let audit: Issue;

  beforeEach(async () => {
    world = await aWorld();
    user = await aSlackUser(world);
    const issues = [...peopleOf(world.github.world).repo(REPO).issues.values()];
    audit = issues.find(({ title }) => isAuditTitle(title)) as Issue;
    audit.body = REPORT;
    config = await aConfig(world);
    bot = await aBot(world, config);
    await bot.look();
    await user.command(`/epic audit ${REPO} #${audit.number}`);
  });

  afterEach(async () => {
    await bot?.stop();
    await user?.close();
    await world?.close();
  });

  const draft = () => user.message('issue');
  const review = async (as?: string) => {
    await user.click(await draft(), 'Review', as);
    const modal = await user.modal(as);
    if (!modal) throw new Error('No modal was opened.');
    return modal;
  };
  /** Opens a finding of the list, fills in some of it, saves, and waits until the list shows `then`. */
  const save = async (name: string, values: Record<string, unknown>, then: string) => {
    await user.press(`Edit @ ${name}): `);
    expect(await user.submit(values)).toEqual({});
    await shows(then);
  };
  const shows = (part: string, as?: string) =>
    vi.waitFor(async () => expect(words((await user.modal(as)) as never)).toContain(part), PATIENTLY);
  /** Sends the list, which closes; the message is rewritten a moment later. */
  const submit = async (then: string) => {
    expect(await user.submit({})).toEqual({});
    expect(await user.modal()).toBeNull();
    await vi.waitFor(async () => expect(words(await draft())).toContain(then), PATIENTLY);
  };
  const made = () =>
    [...peopleOf(world.github.world).repo(REPO).issues.values()].filter(({ body }) =>
      body.startsWith(`Parent audit: #${audit.number}`),
    );
  const keyOf = async (name: string) => {
    const rows = await bot.context.db.select().from(proposals).where(eq(proposals.status, 'open'));
    const issues = rows.flatMap(({ shown }) => shown.draft?.issues ?? []);
    return issues.find(({ title }) => title.includes(`(${name}): `))?.key ?? '';
  };

  it('creates exactly what was left of it: dropped, renamed, filed anew, merged, on both pages', async () => {
    expect(words(await review())).toContain('Findings 1–8 of 10');
    await user.press('Drop @ cookie): ');
    await save('login', { title: 'say less <!here>' }, 'say less');
    await save('search', { severity: 'low', type: 'performance', complexity: 'large' }, 'low · performance');
    await user.press('Next');
    await shows('Findings 9–10 of 10');
    await save('invoice', { fate: `into:${await keyOf('journal')}` }, 'merged into');
    await save('webhook', { fate: 'drop' }, '2 dropped');
    await submit('7 issues');
    await user.click(await draft(), 'Create');
    await world.clock.advanceBy(120 * SECOND);
    const issues = made();
    expect(issues).toHaveLength(7);
    const titled = (part: string) => issues.find(({ title }) => title.includes(part)) as Issue;
    expect(issues.some(({ title }) => /cookie|webhook|invoice/.test(title))).toBe(false);
    expect(titled('say less').title).toBe('security(login): say less <!here>');
    const search = titled('the search');
    expect(search.title).toMatch(/^performance\(search\): /);
    expect(search.labels.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['low', 'performance', 'complexity:large']),
    );
    for (const part of ['src/invoice/invoice.php:3', 'src/journal/journal.php:3', 'What the invoice holds'])
      expect(titled('the journal').body).toContain(part);
    expect(JSON.stringify(await user.messages())).not.toMatch(/<(?!!date)[!@#]/);
  });

  it('keeps what was changed when the modal is closed and the bot starts again', async () => {
    await review();
    await user.press('Drop @ cookie): ');
    await user.press('Next');
    await shows('Findings 9–10');
    await bot.stop();
    bot = await aBot(world, config);
    await user.press('◀ Back');
    expect(words(await review())).toContain('1 dropped');
    await user.press('Keep');
    expect(words((await user.modal()) as never)).not.toContain('dropped');
  });

  it('shows all of several quick clicks, in whichever order they are answered', async () => {
    await review();
    const names = ['login', 'cookie', 'search', 'journal', 'queue'];
    await Promise.all(names.map((name) => user.press(`Drop @ ${name}): `)));
    await shows('5 issues of 10 findings · 5 dropped');
  });

  it('is refused to a stranger, who alone is told', async () => {
    await user.click(await draft(), 'Review', 'passer-by');
    expect(await user.modal('passer-by')).toBeNull();
    expect((await user.message('You are not an approver', 'passer-by')).ephemeral).toBe(true);
  });

  it('says what is wrong with a title beside it, and that nothing was kept above the list', async () => {
    await review();
    await user.press('Edit @ login): ');
    expect(await user.submit({ title: 'again [Audit]' })).toEqual({
      title: expect.stringContaining('audit'),
    });
    expect(await user.submit({ fate: 'drop' })).toEqual({ title: expect.stringContaining('audit') });
    expect(await user.submit({ title: 'mend it', fate: 'drop' })).toEqual({});
    await shows('1 dropped');
    for (let left = 7; left > 0; left--) await user.press('Drop');
    await user.press('Next');
    await shows('Findings 9–10');
    await user.press('Drop');
    await user.press('Drop');
    await shows('10 dropped');
    await user.submit({});
    await shows('Nothing was kept, so nothing was changed');
  });

  it('tells the second of two reviewers, keeps their changes for the new draft, and takes none twice', async () => {
    await review();
    await review('bodane');
    await user.press('Drop @ cookie): ');
    await user.press('Drop @ login): ', 'bodane');
    await submit('9 issues');
    await user.submit({}, 'bodane');
    await shows('Snider reviewed this draft meanwhile', 'bodane');
    expect(words(await draft())).toContain('9 issues');
    const modal = await review('bodane');
    expect(words(modal)).toContain('8 issues of 9 findings · 1 dropped');
    await user.submit({}, 'bodane');
    await vi.waitFor(async () => expect(words(await draft())).toContain('8 issues'), PATIENTLY);
    expect(await bot.context.db.select().from(reviewChanges)).toEqual([]);
    const log = JSON.stringify(await bot.context.db.select().from(auditLog));
    expect(log).toContain('"issues":8');
    expect(log).not.toContain('leaks');
  });

  it('ends in words when the draft was decided meanwhile, and nothing of it is left behind', async () => {
    await review();
    await user.press('Drop @ cookie): ');
    await user.press('Drop @ login): ');
    await user.click(await draft(), 'Create', 'bodane');
    await user.press('Next');
    await shows('already approved by bodane');
    expect((await user.modal())?.submit ?? null).toBeNull();
    expect(await bot.context.db.select().from(reviewChanges)).toEqual([]);
  });

  it('is not made of a draft from before there were reviews, which can still be created', async () => {
    const { db } = bot.context;
    for (const { id, shown } of await db.select().from(proposals)) {
      for (const issue of shown.draft?.issues ?? []) delete issue.finding;
      await db.update(proposals).set({ shown }).where(eq(proposals.id, id));
    }
    await user.click(await draft(), 'Review');
    expect((await user.message('An earlier version of the bot made this draft')).ephemeral).toBe(true);
    await user.click(await draft(), 'Create');
    await world.clock.advanceBy(120 * SECOND);
    expect(made()).toHaveLength(10);
  });
});
