import { useEffect, useState } from 'preact/hooks'

const CALM = 250

/** The id once it has stayed the same for a moment: who runs through a list asks for nothing on the way. */
export function useSettled(id: string | undefined): string | undefined {
  const [settled, setSettled] = useState(id)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(id), CALM)
    return () => clearTimeout(timer)
  }, [id])
  return settled
}
