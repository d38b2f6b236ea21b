import { Notice } from '../ui/States'
import { language } from '../ui/words'
import type { Trouble } from './Code'
import { words } from './words'

/** What the server said, and a way on. */
export function Refused({ trouble }: { trouble: Trouble }) {
  const { offline, refused } = words.value
  if (trouble === 'offline') return <Notice kind="alert">{offline}</Notice>
  return (
    <Notice kind="alert">
      {/* The server speaks English; what to do is said in the person's language below. */}
      <strong lang={language.value === 'en' ? undefined : 'en'}>{trouble.message}</strong>
      <br />
      {wayOn(trouble.status, refused)}
    </Notice>
  )
}

interface Ways {
  ask: string
  read: string
  wait: string
}

/** 410: this code is over. 404 and 422: it may be a slip of the finger. 429: too many of those. */
export function wayOn(status: number, { ask, read, wait }: Ways): string {
  if (status === 410) return ask
  return status === 429 ? wait : read
}
