import { countActions } from '../store/actions.js';
import { syncState } from '../store/settings.js';
import { budget } from './budget.js';
import { type Context, minutesAfter } from './context.js';

/** A read of GitHub older than this means that the bot no longer sees the world it acts on. */
const STALE_MINUTES = 15;

export interface Readiness {
  ok: boolean;
  database: 'reachable';
  lastSync: string | null;
  trouble: string | null;
}

/** Whether the bot can do its work; throws when the database cannot be reached. */
export async function readiness({ db, clock }: Context): Promise<Readiness> {
  const { lastAt, trouble } = await syncState(db);
  const ok = lastAt !== null && minutesAfter(new Date(lastAt), STALE_MINUTES) > clock.now();
  return { ok, database: 'reachable', lastSync: lastAt, trouble };
}

export interface Figures {
  tasks: { quota: number; used: number; reserved: number; left: number };
  actions: { status: string; count: number }[];
  githubRequests: number;
  lastSync: string | null;
}

/** What is worth watching over time. */
export async function figures(context: Context): Promise<Figures> {
  const { quota, used, reserved, left } = await budget(context);
  const { lastAt } = await syncState(context.db);
  return {
    tasks: { quota, used, reserved, left },
    actions: await countActions(context.db),
    githubRequests: context.github.requests(),
    lastSync: lastAt,
  };
}
