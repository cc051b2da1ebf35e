import { z } from 'zod';
import type { ModalView } from '../domain/modal.js';

/*
 * Where in a review a modal stands, as its private metadata: names alone, since 3,000 characters would not hold the
 * changes. These are in the database.
 */

export interface ListPlace {
  proposal: string;
  page: number;
}

export interface FindingPlace extends ListPlace {
  /** The finding. */
  key: string;
  /** The list below, as it was when the finding was opened. */
  list: ModalView;
}

const list = z.object({ proposal: z.string(), page: z.number() });
const finding = list.extend({ key: z.string(), list: z.object({ view: z.string(), hash: z.string() }) });

export function listPlace(place: ListPlace): string {
  return JSON.stringify(list.parse(place));
}

export function findingPlace(place: FindingPlace): string {
  return JSON.stringify(finding.parse(place));
}

export function readListPlace(metadata: string): ListPlace {
  return list.parse(JSON.parse(metadata));
}

export function readFindingPlace(metadata: string): FindingPlace {
  return finding.parse(JSON.parse(metadata));
}
