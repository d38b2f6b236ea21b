import { useEffect, useMemo, useState } from 'preact/hooks'
import { draft } from '../../data/db'
import { keeperOf } from '../../data/keeper'

/** What was changed and is not saved: kept in this browser, so that a closed page or a lost network loses nothing. */
export function useKept<Value>(key: string): [Value | undefined, (value: Value | undefined) => void] {
  const [value, setValue] = useState<Value | undefined>()
  // A browser that keeps nothing still has the page.
  const keep = useMemo(() => keeperOf<Value>(key, () => undefined), [key])
  useEffect(() => {
    void draft(key).then((kept) => kept !== undefined && setValue((typed) => typed ?? (kept as Value)), () => undefined)
  }, [key])
  const write = (next: Value | undefined) => {
    setValue(next)
    keep(next)
  }
  return [value, write]
}
