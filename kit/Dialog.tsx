import type { ReactNode } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { Button } from './Button.tsx'
import { PartFrame } from './Page.tsx'
import { useText } from './texts.ts'

interface DialogProps {
  isOpen: boolean
  onClose: () => void
  title: string
  children?: ReactNode
  /** Buttons at the end, the main one first. */
  actions?: ReactNode
  width?: 'small' | 'medium' | 'large'
  /** Only for consequences one must not miss: read out at once, and a click outside does not close it. */
  alert?: boolean
}

const widths = { small: 'sm:max-w-md', medium: 'sm:max-w-xl', large: 'sm:max-w-3xl' }

export function Dialog({
  isOpen,
  onClose,
  title,
  children,
  actions,
  width = 'small',
  alert = false,
}: DialogProps) {
  const text = useText('kit')
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={!alert}
      data-modal=""
      className="kit-fade fixed inset-0 z-40 flex items-end justify-center bg-black/45 sm:items-center sm:p-6"
    >
      <Modal
        className={`kit-enter max-h-[92dvh] w-full overflow-y-auto rounded-t bg-raised shadow-raised sm:rounded ${widths[width]}`}
      >
        <AriaDialog role={alert ? 'alertdialog' : 'dialog'} className="outline-none">
          <header className="sticky top-0 z-10 flex items-start justify-between gap-4 bg-raised px-5 pt-4 pb-2">
            <Heading slot="title" className="text-xl font-semibold">
              {title}
            </Heading>
            {!alert && (
              <Button
                variant="quiet"
                icon="close"
                aria-label={text('dialog.close')}
                onPress={onClose}
                className="-me-2"
              />
            )}
          </header>
          <div className="px-5 pb-5">
            <PartFrame skeleton="form">{children}</PartFrame>
          </div>
          {actions && (
            <footer className="sticky bottom-0 flex flex-wrap gap-2 border-t border-line bg-raised px-5 py-3.5">
              {actions}
            </footer>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

interface ConfirmProps {
  isOpen: boolean
  onClose: () => void
  title: string
  /** What will happen, and that it cannot be taken back. */
  consequence: string
  /** A verb: "Rembourser". */
  confirm: string
  onConfirm: () => void
  busy?: boolean
}

/** For what cannot be undone only; anything else is done at once, with an undo. */
export function ConfirmDialog({
  isOpen,
  onClose,
  title,
  consequence,
  confirm,
  onConfirm,
  busy,
}: ConfirmProps) {
  const text = useText('kit')
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={title}
      alert
      actions={
        <>
          <Button
            variant="danger"
            onPress={onConfirm}
            busy={busy}
            className="!bg-error !text-surface hover:!bg-error-strong"
          >
            {confirm}
          </Button>
          <Button variant="quiet" onPress={onClose}>
            {text('dialog.cancel')}
          </Button>
        </>
      }
    >
      <p>{consequence}</p>
    </Dialog>
  )
}
