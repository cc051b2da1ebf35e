import { parseAudit } from '../../../src/domain/audit/parse.js';
import { type AuditDraft, draftOf } from '../../../src/domain/draft.js';
import type { FindingChange, Review } from '../../../src/domain/review.js';

const REPORT = `# Security audit

## 1. SQL injection in the login query
**Severity:** Critical
**File:** \`src/auth/login.ts:12\`

The query is built from the name that the user typed.

**Fix:** Use bound parameters for the login query.

## 2. Session cookie lacks the Secure flag
**Severity:** Low
**File:** \`src/auth/session.ts:40\`

The cookie travels over plain HTTP.

**Fix:** Set the Secure flag on the session cookie.

## 3. Search is slow on large tables
**Severity:** Medium
**File:** \`src/search/query.ts:7\`

A full table scan for each request.

**Fix:** Add an index for the search query.
`;

/** Three findings of one audit, read by the real parser: `login`, `cookie` and `search` by their order. */
export function aReadDraft(report = REPORT): AuditDraft {
  const audit = { number: 12, title: '[Audit] Security', lastEditedAt: null };
  return draftOf(parseAudit(report), { audit, language: 'TypeScript', paths: null });
}

export function aReview(changes: Record<string, FindingChange> = {}, draft = aReadDraft()): Review {
  return { draft, changes: new Map(Object.entries(changes)), by: 'Snider' };
}

/** The same finding wanted in three packages, so that a framework issue solves all of them, and one beside them. */
export function aPatternDraft(): AuditDraft {
  const places = ['alpha', 'beta', 'gamma'];
  const findings = places.map(
    (name, index) => `## ${index + 1}. Missing input validation in the ${name} handler
**Severity:** High
**File:** \`packages/${name}/handler.ts:3\`

What arrives is used as it is.

**Fix:** Validate every request body against a schema.
`,
  );
  return aReadDraft(`# Audit\n\n${findings.join('\n')}
## 4. Log lines hold the access token
**Severity:** Low
**File:** \`src/log.ts:9\`

The token is written out.

**Fix:** Mask the access token in log lines.
`);
}
