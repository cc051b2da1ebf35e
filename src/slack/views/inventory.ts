import type { TableBlock } from '@slack/types';
import { type InventoryRow, STAGE_WORDS } from '../../domain/inventory.js';
import { context, type Drawn, drawn, header } from './blocks.js';
import { ago, plural } from './words.js';

/** A table holds 100 rows, its heading among them, and no more characters than its message. */
const ROWS = 99;
const CHARACTERS = 9_000;

/** The inventory table, tier by tier. */
export function inventoryView(
  inventory: { asOf: string | null; rows: readonly InventoryRow[] },
  now: Date,
): Drawn {
  const { rows, asOf } = inventory;
  const total = (pick: (row: InventoryRow) => number) => rows.reduce((sum, row) => sum + pick(row), 0);
  const text = `${plural(rows.length, 'repository', 'repositories')}, ${total(({ open }) => open)} open issues, ${plural(
    total(({ audits }) => audits),
    'audit',
  )}, ${plural(
    total(({ epics }) => epics.length),
    'epic',
  )}`;
  const shown = fitting(rows);
  const table: TableBlock = {
    type: 'table',
    column_settings: [
      { align: 'left' },
      { align: 'right' },
      { align: 'right' },
      { align: 'left', is_wrapped: true },
    ],
    rows: [['Repository', 'Open', 'Audits', 'Epics', 'Branch', 'Stage', 'Tier'], ...shown].map((row) =>
      row.map((cell) => ({ type: 'raw_text' as const, text: cell })),
    ),
  };
  const more = rows.length > shown.length ? ` · ${rows.length - shown.length} more are not shown` : '';
  return drawn(text, [header('Inventory'), context(`${text} · ${ago(asOf, now)}${more}`), table]);
}

function fitting(rows: readonly InventoryRow[]): string[][] {
  let left = CHARACTERS;
  return rows
    .slice(0, ROWS)
    .map(cells)
    .filter((row) => {
      left -= row.join('').length;
      return left >= 0;
    });
}

function cells(row: InventoryRow): string[] {
  const epics = row.epics.map((number) => `#${number}`).join(' ');
  return [
    row.name,
    String(row.open),
    String(row.audits),
    epics || '–',
    row.defaultBranch,
    STAGE_WORDS[row.stage],
    String(row.tier),
  ];
}
