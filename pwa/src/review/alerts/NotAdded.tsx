import { Button } from '../../ui/Button'
import { here } from '../../ui/here'
import { now } from '../../ui/now'
import { Notice } from '../../ui/States'
import { whenOf } from '../when'
import { words } from './words'

export interface Lost {
  /** The alert's id. */
  alert: string
  by: string
  at: string
  note: string
}

/** Somebody else has resolved it meanwhile: what was written stays until it is let go. */
export const NotAdded = ({ lost: { by, at, note }, onForget }: { lost: Lost; onForget: () => void }) => (
  <Notice kind="alert" action={<Button kind="bare" onTap={onForget}>{words.value.letGo}</Button>}>
    {words.value.wasFirst(by, whenOf(at, now.value, here()))}<br /><q>{note}</q>
  </Notice>
)
