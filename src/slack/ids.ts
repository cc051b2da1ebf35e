/** What a button does. Its id also names the proposal, so that each is unique in its message; its value is all it carries. */
export type Act =
  | 'approve'
  | 'approve_all'
  | 'edit'
  | 'skip'
  | 'undo'
  | 'ask'
  | 'again'
  | 'onboard'
  | 'give'
  | 'refresh'
  | 'redraw';

/** The buttons within a review; what they stand for goes behind the colon. */
export type ReviewAct = 'review_edit' | 'review_drop' | 'review_keep' | 'review_page';

export function actionId(act: Act | ReviewAct, of = ''): string {
  return of ? `${act}:${of}` : act;
}

/** Matches every id of an act, for Bolt's listeners. */
export function idOf(act: Act | ReviewAct): RegExp {
  return new RegExp(`^${act}(?::|$)`);
}

/** The modal in which a proposal is cut down, and its inputs. */
export const EDIT = { view: 'edit_proposal', block: 'children', input: 'kept' };

/** The modal in which a planned epic is reviewed, and its inputs; a child's block bears its number. */
export const PLAN = { view: 'review_plan', title: 'title', place: 'place' };

/** The modals of a review; a finding's inputs bear the names of what they hold, as blocks and as inputs. */
export const REVIEW = { list: 'review_draft', finding: 'review_finding' };
