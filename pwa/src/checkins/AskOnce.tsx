import { Button } from '../ui/Button'
import { Sheet } from '../ui/Sheet'
import { Numbers } from '../worry/Numbers'
import { words } from './words'

export interface AskOnceProps {
  open: boolean
  title: string
  yes: string
  no: string
  /** Somebody should see soon what goes, and nobody has. */
  worrying: boolean
  onClose: () => void
  onYes: () => void
}

/** Before answers go that nobody has seen: there is no way back. */
export function AskOnce({ open, title, yes, no, worrying, onClose, onYes }: AskOnceProps) {
  const { gone, unseen } = words.value.askOnce
  const agree = () => {
    onClose()
    onYes()
  }
  return (
    <Sheet open={open} onClose={onClose} title={title}>
      <p>{worrying ? unseen : gone}</p>
      {worrying && <Numbers />}
      <Button wide onTap={onClose}>{no}</Button>
      <Button wide kind="soft" onTap={agree}>{yes}</Button>
    </Sheet>
  )
}
