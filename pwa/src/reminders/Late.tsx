import { useEffect, useState } from 'preact/hooks'
import { Loading } from '../ui/States'

/** Says that it takes a moment only once it does: a flash of words is worse than none. */
export function Late() {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300)
    return () => clearTimeout(timer)
  }, [])
  return late ? <Loading /> : null
}
