import type { ModalView } from '@slack/types';
import type { Modal } from '../../domain/modal.js';
import { editView } from './edit.js';
import { planEditView } from './plan-edit.js';
import { noticeView, reviewView } from './review.js';
import { findingView } from './review-finding.js';

/** Draws any modal: a pure function, as for messages. */
export function drawModal(modal: Modal): ModalView {
  switch (modal.modal) {
    case 'edit':
      return editView(modal.proposal);
    case 'plan':
      return planEditView(modal.proposal, modal.others);
    case 'review':
      return reviewView(modal.review, modal.page, modal.words);
    case 'finding':
      return findingView(modal);
    case 'notice':
      return noticeView(modal.words);
  }
}
