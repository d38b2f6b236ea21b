/**
 * What a page says to the server directly, not through the outbox: the counselor is there and sees whether it worked.
 *
 * One intention has one id. A second tap joins the first, and trying again sends the same id until the server has taken
 * it, so that it counts once. Saying something else is another intention.
 */
import { useCallback, useMemo, useRef, useState } from 'preact/hooks'
import { v7 as uuid } from 'uuid'
import { ApiError, Offline, put } from './api'

type Put = <Taken>(path: string, body: unknown) => Promise<Taken>

export function intention<Body, Taken>(pathOf: (id: string) => string, send: Put = put): (body: Body) => Promise<Taken> {
  let open: { said: string; id: string; sending?: Promise<Taken> | undefined } | undefined
  return (body) => {
    const said = JSON.stringify(body)
    const mine = open?.said === said ? open : { said, id: uuid() }
    open = mine
    mine.sending ??= send<Taken>(pathOf(mine.id), body).then(
      (taken) => {
        if (open === mine) open = undefined
        return taken
      },
      (error: unknown) => {
        mine.sending = undefined
        throw error
      },
    )
    return mine.sending
  }
}

/** Why it did not work: no network, signed out, or the server's own sentence with the field it is about. */
export type Refusal = { kind: 'offline' | 'signed-out' | 'problem' } | { kind: 'refused'; sentence: string; field: string | undefined; reason: string | undefined }

export function refusalOf(error: unknown): Refusal {
  if (error instanceof Offline) return { kind: 'offline' }
  if (!(error instanceof ApiError)) return { kind: 'problem' }
  if (error.status === 401) return { kind: 'signed-out' }
  return { kind: 'refused', sentence: error.message, field: error.field, reason: error.reason }
}

export interface Intention<Body> {
  say: (body: Body) => void
  saying: boolean
  refusal: Refusal | undefined
}

/** `pathOf` gets the intention's id. `taken` is called once for each that the server took. */
export function useIntention<Body, Taken>(pathOf: (id: string) => string, taken: (kept: Taken, body: Body) => void): Intention<Body> {
  const [state, setState] = useState<Pick<Intention<Body>, 'saying' | 'refusal'>>({ saying: false, refusal: undefined })
  const latest = useRef({ pathOf, taken })
  latest.current = { pathOf, taken }
  const intend = useMemo(() => intention<Body, Taken>((id) => latest.current.pathOf(id)), [])
  const busy = useRef(false)
  const say = useCallback((body: Body) => {
    if (busy.current) return
    busy.current = true
    setState({ saying: true, refusal: undefined })
    intend(body)
      .then(
        (kept) => {
          setState({ saying: false, refusal: undefined })
          latest.current.taken(kept, body)
        },
        (error: unknown) => setState({ saying: false, refusal: refusalOf(error) }),
      )
      .finally(() => void (busy.current = false))
  }, [])
  return { say, saying: state.saying, refusal: state.refusal }
}
