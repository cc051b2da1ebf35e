import { describe, expect, it } from 'vitest';
import { run } from '../support/processes.js';

/** What the compiled program prints with nothing set but these. */
async function epic(words: readonly string[], env: Record<string, string> = {}) {
  const program = run('src/cli.js', words, { NODE_ENV: 'production', ...env });
  const code = await program.ended();
  return { code, out: program.printed() };
}

describe('the terminal, for programs', () => {
  it.each([
    [['statsu'], 'I know no command “statsu”.', ['epic status [repo] [#epic]']],
    [
      ['journal', 'diary'],
      'What of the journal? I know stats and export.',
      ['epic journal [stats|export] [--clean]', 'for example epic journal stats'],
    ],
    [['checklist'], 'Usage: epic checklist --file FILE [--json]', []],
    [['checklist', '--file', '/nowhere/epic.md'], 'There is no file /nowhere/epic.md.', []],
    [['audit', '--file', '/'], '/ is no file that can be read as text.', []],
    [['title'], 'Usage: epic title "TITLE" [--json]', []],
    [['migrate'], 'DATABASE_URL is not set; the embedded database migrates itself when the bot starts.', []],
  ])('answers a fault as JSON: %j', async (words, fault, hints) => {
    const { code, out } = await epic([...words, '--json']);
    expect([code, JSON.parse(out)]).toEqual([1, { ok: false, fault, hints }]);
  });

  it('names what is not set, as JSON', async () => {
    const { code, out } = await epic(['budget', '--json'], { EPIC_DATA_DIR: '/nowhere' });
    const { ok, hints } = JSON.parse(out);
    expect([code, ok]).toEqual([1, false]);
    expect(hints.join('\n')).toContain('SLACK_BOT_TOKEN is not set');
  });

  it.each([[['--json']], [['help', '--json']], [['--json', 'help']]])(
    'lists its commands: %j',
    async (words) => {
      const { code, out } = await epic(words);
      const usages = JSON.parse(out).commands.map(({ usage }: { usage: string }) => usage);
      expect([code, usages]).toEqual([0, expect.arrayContaining(['budget', 'migrate'])]);
    },
  );
});

it('the terminal speaks of its own command, without Slack’s marks', async () => {
  const { out } = await epic(['help']);
  expect(out).not.toMatch(/[`]|\/epic/);
  const fault = await epic(['report']);
  expect(fault.out).toBe(
    'Which report? I know morning, midday and evening.\n' +
      '  epic report <morning|midday|evening> [--post]\n  for example epic report morning\n',
  );
});
