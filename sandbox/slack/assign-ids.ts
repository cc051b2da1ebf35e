import type { Block } from '../control-types.js';
import type { Fields } from './blocks/rules.js';
import { interactiveElements } from './blocks.js';

/** A copy of the blocks in which every block has a `block_id` and every element an `action_id`. */
export function assignIds(blocks: unknown, nextId: () => string): Block[] {
  const copies = structuredClone(blocks ?? []) as Block[];
  for (const block of copies) {
    block.block_id ??= nextId();
    for (const child of nested(block)) child.block_id ??= nextId();
    for (const element of interactiveElements(block)) element.action_id ??= nextId();
  }
  return copies;
}

/** The blocks within a container or a carousel. */
function nested(block: Fields): Fields[] {
  if (block.type === 'container') return block.child_blocks as Fields[];
  return block.type === 'carousel' ? (block.elements as Fields[]) : [];
}

/** Every block of a message or view, those within others included. */
export const flatBlocks = (blocks: Block[]): Block[] =>
  blocks.flatMap((block) => [block, ...(nested(block) as Block[])]);
