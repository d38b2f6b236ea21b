import { useEffect, useMemo, useState } from 'preact/hooks'
import { draft } from '../data/db'
import { keeperOf } from '../data/keeper'

/** What is being written, kept in this browser until it is emptied: a page that closes or a server that refuses loses nothing. */
export function useDraft(key: string): [string, (text: string) => void] {
  const [text, setText] = useState('')
  const keep = useMemo(() => keeperOf<string>(key, () => undefined), [key])
  useEffect(() => {
    const take = (kept: unknown) => typeof kept === 'string' && setText((typed) => typed || kept)
    // A browser that keeps nothing has nothing to give back.
    void draft(key).then(take, () => undefined)
  }, [key])
  const write = (typed: string) => {
    setText(typed)
    keep(typed || undefined)
  }
  return [text, write]
}
