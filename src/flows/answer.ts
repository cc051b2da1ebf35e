import type { Command } from '../domain/command.js';
import type { MessageContent } from '../domain/message.js';
import { proposalsOf } from '../domain/report.js';
import { draftAudits } from './audit.js';
import { budget } from './budget.js';
import { composeReport } from './compose-report.js';
import type { Context } from './context.js';
import { compareAgents, journalInNumbers } from './journal.js';
import { planOnboarding } from './onboard.js';
import { organise } from './organise.js';
import { pause, resume } from './pause.js';
import type { Asker } from './people.js';
import { proposeFor } from './propose.js';
import { inventory, status } from './status.js';
import { unstick } from './unstick.js';

/** An answer to a command: what it says, who sees it, and the proposals it shows. */
export interface Answer {
  content: MessageContent;
  /** `asker`: that person alone; `reply`: the channel it was asked in; `post`: a message that is kept up to date. */
  to: 'asker' | 'reply' | 'post';
  proposals: string[];
}

/** Carries a parsed command out. Slack and the terminal both call this. */
export async function answer(context: Context, command: Command, asker: Asker): Promise<Answer> {
  switch (command.name) {
    case 'help':
      return { content: { view: 'help', topic: command.topic }, to: 'asker', proposals: [] };
    case 'status':
      return {
        content: { view: 'status', status: await status(context, command) },
        to: 'reply',
        proposals: [],
      };
    case 'inventory':
      return { content: { view: 'inventory', ...(await inventory(context)) }, to: 'asker', proposals: [] };
    case 'budget':
      return { content: { view: 'budget', budget: await budget(context) }, to: 'asker', proposals: [] };
    case 'unstick':
      return {
        content: { view: 'unstick', unstick: await unstick(context, command) },
        to: 'reply',
        proposals: [],
      };
    case 'pause':
      return said(await pause(context, asker, command.repo));
    case 'resume':
      return said(await resume(context, asker, command.repo));
    case 'journal':
      return asked(
        command.show === 'export'
          ? exportNotice(command.clean)
          : { view: 'journal', stats: await journalInNumbers(context) },
      );
    case 'leaderboard':
      return asked({ view: 'leaderboard', agents: await compareAgents(context) });
    case 'audit':
      return proposed(await draftAudits(context, command));
    case 'organise':
      return proposed(await organise(context, command));
    case 'onboard':
      return { content: await planOnboarding(context, command.repos, asker), to: 'post', proposals: [] };
    case 'dispatch':
      return proposed(await proposeFor(context, command));
    case 'report': {
      const now = context.clock.now();
      const report = await composeReport(context, { kind: command.kind, dueAt: now, late: false });
      return {
        content: { view: 'report', report },
        to: command.post ? 'post' : 'asker',
        proposals: proposalsOf(report),
      };
    }
  }
}

function proposed({ ids, notes }: { ids: string[]; notes: string[] }): Answer {
  return { content: { view: 'proposal', proposals: ids, notes }, to: 'post', proposals: ids };
}

function asked(content: MessageContent): Answer {
  return { content, to: 'asker', proposals: [] };
}

/** A file of records has no place in a channel: whoever has the server has the journal. */
function exportNotice(clean: boolean): MessageContent {
  return {
    view: 'notice',
    text: 'The journal is a file, which I give out in a terminal: one record a line, as JSON.',
    hints: [`Where I run: npm run -s epic -- journal export${clean ? ' --clean' : ''} > journal.jsonl`],
  };
}

/** Said to the channel: everybody should know that the bot stands still, or goes on. */
function said(text: string): Answer {
  return { content: { view: 'notice', text, hints: [] }, to: 'reply', proposals: [] };
}
