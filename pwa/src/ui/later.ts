import { useEffect, useState } from 'preact/hooks'

/** True once the condition has held for so many milliseconds: what passes at once needs no word. */
export function useLasting(condition: boolean, milliseconds: number): boolean {
  const [lasts, setLasts] = useState(false)
  useEffect(() => {
    if (!condition) return setLasts(false)
    const timer = setTimeout(() => setLasts(true), milliseconds)
    return () => clearTimeout(timer)
  }, [condition, milliseconds])
  return condition && lasts
}
