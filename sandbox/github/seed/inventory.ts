import type { Label } from '../model.js';

export const OWNER = 'dappcore';

export interface InventoryRow {
  name: string;
  /** Open issues, audits and epics among them; a promise that the seed's texts must keep. */
  open: number;
  audits: number;
  language: string;
  defaultBranch: 'dev' | 'main';
  /** The checks that run on its pull requests. */
  ci: string[];
}

const PHP = { language: 'PHP', defaultBranch: 'dev', ci: ['Pest', 'Pint'] } as const;
const GO = { language: 'Go', defaultBranch: 'dev', ci: ['test', 'lint'] } as const;
const TYPESCRIPT = { language: 'TypeScript', defaultBranch: 'dev', ci: ['test'] } as const;
const INFRASTRUCTURE = { defaultBranch: 'main', ci: [] } as const;

/** The organisation's repositories as the orchestrator's document lists them on 2026-02-04. */
export const INVENTORY: readonly InventoryRow[] = [
  row({ name: 'core', open: 47, audits: 0, ...GO }),
  row({ name: 'core-php', open: 28, audits: 15, ...PHP }),
  row({ name: 'core-claude', open: 30, audits: 0, ...TYPESCRIPT }),
  row({ name: 'core-api', open: 22, audits: 3, ...PHP }),
  row({ name: 'core-admin', open: 14, audits: 2, ...PHP }),
  row({ name: 'core-mcp', open: 24, audits: 5, ...PHP }),
  row({ name: 'core-tenant', open: 14, audits: 2, ...PHP }),
  row({ name: 'core-developer', open: 19, audits: 2, ...PHP }),
  row({ name: 'core-service-commerce', open: 30, audits: 2, ...PHP }),
  row({
    name: 'core-devops',
    open: 3,
    audits: 1,
    language: 'Shell',
    defaultBranch: 'dev',
    ci: ['shellcheck'],
  }),
  row({ name: 'core-agent', open: 14, audits: 0, ...TYPESCRIPT }),
  row({ name: 'core-template', open: 12, audits: 1, ...PHP }),
  row({ name: 'build', open: 9, audits: 1, ...GO }),
  row({ name: 'ansible-coolify', open: 1, audits: 1, language: 'Jinja', ...INFRASTRUCTURE }),
  row({ name: 'docker-server-php', open: 1, audits: 1, language: 'Dockerfile', ...INFRASTRUCTURE }),
  row({ name: 'docker-server-blockchain', open: 1, audits: 1, language: 'Dockerfile', ...INFRASTRUCTURE }),
];

function row({ ci, ...rest }: Omit<InventoryRow, 'ci'> & { ci: readonly string[] }): InventoryRow {
  return { ...rest, ci: [...ci] };
}

/** The label that names a repository's language. */
export function languageLabel(language: string): string {
  return `lang:${language.toLowerCase()}`;
}

/** The labels that every repository starts with, besides that of its language. */
export const LABELS: ReadonlyArray<Pick<Label, 'name' | 'color' | 'description'>> = [
  { name: 'jules', color: '715cd7', description: 'Starts a Jules task' },
  { name: 'copilot', color: '1f6feb', description: 'Work for Copilot' },
  { name: 'agentic', color: '5319e7', description: 'Part of the agents’ pipeline' },
  { name: 'audit', color: 'fbca04', description: 'Comes from an audit' },
  { name: 'critical', color: 'b60205', description: 'Severity' },
  { name: 'high', color: 'd93f0b', description: 'Severity' },
  { name: 'medium', color: 'fbca04', description: 'Severity' },
  { name: 'low', color: '0e8a16', description: 'Severity' },
  { name: 'security', color: 'ee0701', description: 'Type' },
  { name: 'quality', color: 'c5def5', description: 'Type' },
  { name: 'performance', color: 'bfdadc', description: 'Type' },
  { name: 'testing', color: 'd4c5f9', description: 'Type' },
  { name: 'docs', color: '0075ca', description: 'Type' },
  { name: 'enhancement', color: 'a2eeef', description: 'New feature or request' },
  { name: 'complexity:small', color: 'c2e0c6', description: 'One file' },
  { name: 'complexity:medium', color: 'fef2c0', description: 'One package' },
  { name: 'complexity:large', color: 'f9d0c4', description: 'Several packages' },
  { name: 'needs-intervention', color: 'e11d21', description: 'A person must look' },
];
