/**
 * What the orchestrator's document gives people to type, word for word; only repositories and numbers are put in where
 * it leaves them open.
 */

export const DAILY_REPOS = ['core', 'core-php', 'core-mcp', 'core-api'];

/** “Daily Check”. */
export const DAILY_CHECK = `
for REPO in core core-php core-mcp core-api; do
  OPEN=$(gh issue list --repo dappcore/$REPO --state open --json number --jq 'length')
  PRS=$(gh pr list --repo dappcore/$REPO --state open --json number --jq 'length')
  echo "$REPO: $OPEN open issues, $PRS open PRs"
done`;

/** The same question, not capped at `gh`'s default of 30. */
export const DAILY_CHECK_IN_FULL = DAILY_CHECK.replaceAll('--state open', '--state open --limit 1000');

/** “Epic Progress”. */
export const epicProgress = (epic: number) => String.raw`
EPIC=${epic}
REPO="dappcore/core"
gh issue view $EPIC --repo $REPO --json body --jq '
  .body | split("\n") | map(select(test("^- \\[[ x]\\] #"))) |
  { total: length,
    done: map(select(test("^- \\[x\\] #"))) | length,
    remaining: map(select(test("^- \\[ \\] #"))) | length }'`;

/** “Detect completed children (structural only)”. */
export const detectCompleted = (epic: number) => String.raw`
EPIC=${epic}
REPO="dappcore/core"

# Get unchecked children
UNCHECKED=$(gh issue view $EPIC --repo $REPO --json body --jq '
  [.body | split("\n")[] | select(test("^- \\[ \\] #")) |
   capture("^- \\[ \\] #(?<num>[0-9]+)") | .num] | .[]')

# Check which are actually closed
for CHILD in $UNCHECKED; do
  STATE=$(gh issue view $CHILD --repo $REPO --json state --jq '.state')
  if [ "$STATE" = "CLOSED" ]; then
    echo "Child #$CHILD is closed but unchecked — tick parent and dispatch next"
  fi
done`;

/** Stage 1: the audits of a repository. */
export const listAudits = (repo: string) => String.raw`
gh issue list --repo dappcore/${repo} --state open \
  --json number,title --jq '.[] | select(.title | test("\\[Audit\\]|audit:"))'`;

/** Stage 1: how many issues came out of them. */
export const countAuditLabels = (repo: string) => String.raw`
gh issue list --repo dappcore/${repo} --state open --label audit \
  --json number --jq 'length'`;

/** Stage 2: which epics there are. */
export const findEpics = (repo: string) => String.raw`
gh search issues --repo dappcore/${repo} --state open --json number,title,body \
  --jq '.[] | select(.body | test("- \\[[ x]\\] #\\d+")) | {number, title}'`;
