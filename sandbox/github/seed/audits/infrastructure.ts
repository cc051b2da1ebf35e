import type { AuditSeed } from './audit.js';

/* Short reports of the small repositories. */
export const CORE_DEVOPS: readonly AuditSeed[] = [
  {
    title: '[Audit] Backups',
    body: `**1. A failed backup is reported as success** (High)
Location: \`scripts/backup.sh:48\`
\`tar\` is the first part of a pipe, so its status is {{lost~ignored}}. Set \`pipefail\`.

**2. Restores are not rehearsed** (Medium)
There is no script for it. Write one, and run it every month.

**3. Keys are kept beside the backups** (High)
Location: \`scripts/backup.sh:12\`
Keep them elsewhere.
`,
  },
];

export const CORE_TEMPLATE: readonly AuditSeed[] = [
  {
    title: '[Audit] First steps of a new project',
    body: `Somebody copied the template and followed the readme.

- \`README.md:22\` names a folder that is not there (low)
- \`setup.sh:31\` fails on a path with a space (medium)
- \`.env.example:9\` misses two variables that the first page needs (medium)
`,
  },
];

export const BUILD: readonly AuditSeed[] = [
  {
    title: 'audit: Reproducible archives',
    body: `## Findings

### Archives hold the time of the build

Severity: medium. \`archive/zip.go:57\`. Use the time of the commit.

### The order of files depends on the disk

Severity: medium. \`archive/walk.go:33\`. Sort them.

### Links are followed out of the folder

Severity: **high**. \`archive/walk.go:61\`. Refuse them.
`,
  },
];

export const ANSIBLE_COOLIFY: readonly AuditSeed[] = [
  {
    title: '[Audit] Playbooks',
    body: `| Task | Risk | Note |
| --- | --- | --- |
| \`roles/coolify/tasks/main.yml:14\` | high | Downloads an installer and runs it without a checksum |
| \`roles/firewall/tasks/main.yml:8\` | medium | Opens the port of the database to everybody |
| \`roles/users/tasks/main.yml:21\` | low | Leaves the first password in the log: set \`no_log\` |
`,
  },
];

export const DOCKER_SERVER_PHP: readonly AuditSeed[] = [
  {
    title: '[Audit] Image',
    body: `- ❌ **High** The web server runs as root (\`Dockerfile:41\`)
- ❌ **Medium** The base image is not pinned (\`Dockerfile:1\`)
- ⚠️ **Low** Build tools stay in the last layer (\`Dockerfile:27\`)
- ✅ Health check
- ✅ Read-only file system
`,
  },
];

export const DOCKER_SERVER_BLOCKCHAIN: readonly AuditSeed[] = [
  {
    title: '[Audit] Node image',
    body: `Severity: High
Location: \`entrypoint.sh:19\`
The wallet's passphrase is passed as an argument and can be read by every process. Pass it on standard input.

---

Severity: Medium
Location: \`Dockerfile:12\`
The node's binary is downloaded without a signature check. Verify it.

---

Severity: Low
Location: \`compose.yml:24\`
The log has no limit. Set one.
`,
  },
];
