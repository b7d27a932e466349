import type { ReactNode } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import styles from './dialog.module.css';

/** A question that has to be decided before anything else. Escape closes it, the focus goes back to where it was. */
export function Dialog(props: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons, the one that goes on first. */
  readonly actions: ReactNode;
}) {
  return (
    <ModalOverlay
      className={styles.behind ?? ''}
      isOpen
      isDismissable={false}
      onOpenChange={(isOpen) => !isOpen && props.onClose()}
    >
      <Modal className={styles.window ?? ''}>
        <AriaDialog className={styles.dialog ?? ''}>
          <Heading slot="title" level={2}>
            {props.title}
          </Heading>
          {props.children}
          <div className={styles.actions}>{props.actions}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
