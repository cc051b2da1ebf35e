import type { AuditSeed } from './audit.js';

/* One pattern in four packages, code blocks, nested lists, a report that finds nothing, and a table of emoji. */
export const CORE_MCP: readonly AuditSeed[] = [
  {
    title: '[Audit] Tool input validation',
    body: `Every tool checks its own input, each in its own way, and most of them not enough. The same cure fits all: one schema that is enforced before the tool runs.

### \`query_database\` accepts any type

**Severity:** High · **File:** \`packages/query/src/Tools/QueryDatabase.php:34\`
Fix: validate the input against the tool's schema.

### \`list_tables\` accepts any type

**Severity:** Medium · **File:** \`packages/schema/src/Tools/ListTables.php:22\`
Fix: validate the input against the tool's schema.

### \`read_log\` accepts a path outside of the log folder

**Severity:** Critical · **File:** \`packages/logs/src/Tools/ReadLog.php:41\`
Fix: validate the input against the tool's schema, and resolve the path.

### \`create_plan\` accepts unknown keys

**Severity:** Low · **File:** \`packages/plans/src/Tools/CreatePlan.php:57\`
Fix: validate the input against the tool's schema.
`,
  },
  {
    title: '[Audit] SQL safety',
    body: `## Summary

Statements are checked by a list of {{forbidden~blocked}} words. That list can be passed by.

## Finding 1 – Comments split a word (Critical)

\`packages/query/src/Validation/Words.php:28\`

\`\`\`sql
SEL/**/ECT * FROM users; -- ## Low: not a heading
\`\`\`

**Fix:** parse the statement, allow \`SELECT\` only.

## Already in order

- Rows are limited, \`packages/query/src/Runner.php:73\` ✅
- The database user can only read, \`config/mcp.php:19\` ✅
`,
  },
  {
    title: '[Audit] Sessions',
    body: `- Lifetime
  - Medium: a session never ends by itself, \`packages/sessions/src/Store.php:40\`
- Isolation
  - High: two clients with the same name share a session, \`packages/sessions/src/Resolver.php:25\`
`,
  },
  {
    title: '[Audit] Transport',
    body: `The transport was {{read~reviewed}} line by line, together with its tests. Messages are framed and limited in size, unknown methods are answered as the protocol says, and a broken line ends the connection and nothing else. The tests cover each of these cases.

There is nothing to report. Well done.
`,
  },
  {
    title: 'audit: Audit log integrity',
    body: `| Severity | Finding | Location |
|:--:|---|---|
| 🔴 | The hash of an entry does not cover its time | \`packages/audit/src/Chain.php:52\` |

**Recommendations**

1. Hash the time as well.
`,
  },
];
