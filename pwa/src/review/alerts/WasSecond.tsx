import { Button } from '../../ui/Button'
import { here } from '../../ui/here'
import { now } from '../../ui/now'
import { Notice } from '../../ui/States'
import { whenOf } from '../when'
import { words } from './words'

export interface Second {
  /** The alert's id. */
  alert: string
  by: string
  at: string
  note: string
}

/** Somebody else has resolved it meanwhile; what was written is kept all the same, and that stays until it was read. */
export const WasSecond = ({ second: { by, at, note }, onRead }: { second: Second; onRead: () => void }) => (
  <Notice action={<Button kind="bare" onTap={onRead}>{words.value.letGo}</Button>}>
    {words.value.wasFirst(by, whenOf(at, now.value, here()))}<br /><q>{note}</q>
  </Notice>
)
