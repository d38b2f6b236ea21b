import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { v7 as uuid } from 'uuid'
import { put } from '../data/api'
import { onReturn } from '../data/fetched'
import type { PlanContent, PlanDesk, PlanIn } from '../shared/wire'
import type { Saving } from './autosave'
import { autosave } from './autosave'
import type { Draft } from './draft'
import { beginning, keeperOf, savedOf } from './draft'
import type { PlanForm } from './planForm'
import { contentOf, emptyForm, formOf, textOf, unfinished } from './planForm'

export interface PlanDraft {
  form: PlanForm
  change: (form: PlanForm) => void
  saving: Saving | undefined
  /** What was typed here before is shown, and the server has something else. */
  conflict: { keepMine: () => void; takeTheirs: () => void } | undefined
  restored: boolean
  /** This browser keeps nothing: closing the page loses what is not saved. */
  notKept: boolean
}

/** Without a draft the newest version is where writing goes on. */
function formOfDesk({ draft, versions }: PlanDesk): PlanForm {
  const content = draft ?? versions[0]?.content
  return content ? formOf(content, uuid) : emptyForm
}

/** The plan being written: shown at once, kept in this browser at once, saved on the server when the hands rest. */
export function usePlanDraft(desk: PlanDesk, kept: Draft | undefined): PlanDraft {
  const person = desk.person.id
  const begun = useMemo(() => beginning(kept, desk.draft), [])
  const [form, setForm] = useState(() => (kept && begun !== 'server' ? kept.form : formOfDesk(desk)))
  const [saving, setSaving] = useState<Saving | undefined>()
  const [asking, setAsking] = useState(begun === 'conflict')
  const [notKept, setNotKept] = useState(false)
  const newest = useRef({ form, upon: kept && begun === 'conflict' ? kept.upon : textOf(desk.draft) })
  const keep = useMemo(() => keeperOf(person, () => setNotKept(true)), [])
  const saver = useMemo(
    () =>
      autosave<PlanContent>({
        send: (id, content) => put(`/api/plan-drafts/${id}`, { person, content } satisfies PlanIn),
        onState: (state, saved) => {
          setSaving(state)
          if (!saved) return
          newest.current.upon = textOf(saved)
          const { form: now, upon } = newest.current
          // Only a line that could not be saved still needs this browser.
          if (savedOf(now) === upon) keep(unfinished(now) > 0 ? { form: now, upon } : undefined)
        },
      }),
    [],
  )
  useEffect(() => {
    if (begun === 'restored' && savedOf(form) !== newest.current.upon) saver.change(contentOf(form))
    const stop = onReturn(saver.hurry)
    const leave = () => document.visibilityState === 'hidden' && saver.hurry()
    document.addEventListener('visibilitychange', leave)
    return () => {
      stop()
      document.removeEventListener('visibilitychange', leave)
      saver.hurry()
      saver.stop()
    }
  }, [])
  const change = (next: PlanForm) => {
    const before = savedOf(newest.current.form)
    newest.current.form = next
    setForm(next)
    keep({ ...newest.current })
    if (!asking && savedOf(next) !== before) saver.change(contentOf(next))
  }
  const settle = (next: PlanForm) => {
    setAsking(false)
    newest.current.form = next
    setForm(next)
  }
  const conflict = asking
    ? {
        keepMine: () => {
          settle(form)
          saver.change(contentOf(form))
        },
        takeTheirs: () => {
          settle(formOfDesk(desk))
          newest.current.upon = textOf(desk.draft)
          keep(undefined)
        },
      }
    : undefined
  return { form, change, saving, conflict, restored: begun === 'restored', notKept }
}
