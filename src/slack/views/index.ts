import type { LiveState, MessageContent } from '../../domain/message.js';
import { context, type Drawn, drawn, section } from './blocks.js';
import { budgetView } from './budget.js';
import { escalationView } from './escalation.js';
import { helpView } from './help.js';
import { inventoryView } from './inventory.js';
import { journalView } from './journal.js';
import { leaderboardView } from './leaderboard.js';
import { onboardingView } from './onboarding.js';
import { proposalView } from './proposal.js';
import { reportView } from './report.js';
import { statusView } from './status.js';
import { unstickView } from './unstick.js';
import { escaped } from './words.js';

/** Draws any content: a pure function of what is said and of the state it is drawn from. */
export function draw(content: MessageContent, live: LiveState): Drawn {
  switch (content.view) {
    case 'help':
      return helpView(content.topic);
    case 'status':
      return statusView(content.status, live.now);
    case 'inventory':
      return inventoryView(content, live.now);
    case 'budget':
      return budgetView(content.budget);
    case 'proposal':
      return proposalView(content.proposals, content.notes, live);
    case 'onboarding':
      return onboardingView(content.repos, live);
    case 'report':
      return reportView(content.report, live);
    case 'escalation':
      return escalationView(content.escalation, live);
    case 'unstick':
      return unstickView(content.unstick, live);
    case 'journal':
      return journalView(content.stats);
    case 'leaderboard':
      return leaderboardView(content.agents);
    case 'notice': {
      const hints = content.hints.map((hint) =>
        context(hint.startsWith('/epic') && !hint.endsWith('.') ? `\`${escaped(hint)}\`` : escaped(hint)),
      );
      return drawn(content.text, [section(escaped(content.text)), ...hints]);
    }
  }
}
