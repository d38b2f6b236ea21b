import { worrying } from '../data/pending'
import { useLasting } from '../ui/later'
import { Notice } from '../ui/States'
import { catalog } from '../ui/words'
import { Numbers } from './Numbers'

const words = catalog(
  {
    waiting: 'What you said about how you are is still on this phone. Nobody has seen it yet. If it can’t wait, call:',
    parked: 'What you said about how you are did not reach your program. Nobody has seen it. If it can’t wait, call:',
  },
  {
    waiting: 'Lo que dijiste sobre cómo estás sigue en este teléfono. Nadie lo ha visto todavía. Si no puede esperar, llama:',
    parked: 'Lo que dijiste sobre cómo estás no llegó a tu programa. Nadie lo ha visto. Si no puede esperar, llama:',
  },
)

const UNUSUAL = 3_000

/** Until a worrying answer has reached somebody, the phone does not let the person believe that it has. */
export function StillHere() {
  const { waiting, parked } = worrying.value
  const lasts = useLasting(waiting > 0, UNUSUAL)
  if (parked === 0 && !lasts) return null
  return <Notice kind="alert" action={<Numbers />}>{parked > 0 ? words.value.parked : words.value.waiting}</Notice>
}
