import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { Button } from './Button'
import { words } from './words'

interface SheetProps {
  open: boolean
  /** Also called for Escape and the back gesture; the caller then sets `open` to false. */
  onClose: () => void
  title: string
  children: ComponentChildren
}

/** Something asked in between, above the page: the browser keeps the focus inside and gives it back. */
export function Sheet({ open, onClose, title, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal()
    if (!open) dialog.current?.close()
  }, [open])
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={() => open && onClose()}>
      <div class="stack">
        <div class="row between">
          <h2 id={id}>{title}</h2>
          <Button kind="bare" icon="close" label={words.value.go.close} onTap={onClose} />
        </div>
        {open && children}
      </div>
    </dialog>
  )
}
