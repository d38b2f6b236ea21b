import { useEffect, useState } from 'preact/hooks'
import { isSettled, pageOf } from '../checkins/begun'
import { drafts } from '../data/db'
import { home } from '../data/home'
import { worrying } from '../data/pending'
import { signedOut } from '../data/post'
import { ButtonLink } from '../ui/Button'
import { Card } from '../ui/Card'
import { catalog } from '../ui/words'
import { Numbers } from './Numbers'
import { useStuck } from './stuck'

const words = catalog(
  {
    title: 'Nobody has seen it yet',
    waiting: 'What you said about how you are is still on this phone. It goes out by itself as soon as it can.',
    signedOut: 'What you said about how you are is still on this phone. The phone is signed out: it goes out when you have joined again.',
    parked: 'What you said about how you are did not reach your program.',
    begun: 'What you said about how you are is still on this phone: that form isn’t finished, and nothing of it was sent.',
    call: 'If it can’t wait, call or text now:',
    goOn: 'Go on with it',
  },
  {
    title: 'Nadie lo ha visto todavía',
    waiting: 'Lo que dijiste sobre cómo estás sigue en este teléfono. Saldrá solo en cuanto se pueda.',
    signedOut: 'Lo que dijiste sobre cómo estás sigue en este teléfono. Saldrá cuando vuelvas a unirte con una invitación.',
    parked: 'Lo que dijiste sobre cómo estás no llegó a tu programa.',
    begun: 'Lo que dijiste sobre cómo estás sigue en este teléfono: ese cuestionario no está terminado y no se envió nada.',
    call: 'Si no puede esperar, llama o escribe ahora:',
    goOn: 'Seguir con el cuestionario',
  },
)

/** Until a worrying answer, or a request to be contacted, has reached somebody, the phone does not let the person believe that it has. */
export function StillHere() {
  const { waiting, parked } = worrying.value
  const isStuck = useStuck(waiting > 0)
  const begun = useWorryingDrafts([waiting, parked]).find(isOpen)
  if (parked === 0 && !isStuck && !begun) return null
  const { title, call, goOn, ...said } = words.value
  const fate = parked > 0 ? 'parked' : !isStuck ? 'begun' : signedOut.value ? 'signedOut' : 'waiting'
  return (
    <Card tone="dawn" labelledBy="still-here">
      <div class="stack" role="alert">
        <h2 id="still-here">{title}</h2>
        <p>{said[fate]}</p>
        <p>{call}</p>
      </div>
      <Numbers />
      {fate === 'begun' && begun && <ButtonLink kind="bare" href={pageOf(begun)}>{goOn}</ButtonLink>}
    </Card>
  )
}

/** The keys of those that say what somebody should see soon, looked up anew with what `since` names. */
function useWorryingDrafts(since: readonly unknown[]): readonly string[] {
  const [keys, setKeys] = useState<readonly string[]>([])
  const isWorrying = ([, draft]: [string, unknown]) => (draft as { worrying?: boolean } | null)?.worrying
  useEffect(() => void drafts().then((all) => setKeys([...all].filter(isWorrying).map(([key]) => key)), () => undefined), since)
  return keys
}

/** Nobody has answered what it asks, as far as is known. On Help, also with a home that is broken. */
function isOpen(key: string): boolean {
  try {
    return !home.value || !isSettled(key, home.value)
  } catch {
    return true
  }
}
