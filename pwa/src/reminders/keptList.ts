/** A list of reminders as the server told it: kept on the phone, asked for anew whenever something may have changed it. */
import { computed, effect, signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { ApiError, getFresh, Offline } from '../data/api'
import type { Kept } from '../data/db'
import { kept, write } from '../data/db'
import { device, told } from '../data/home'
import { pending } from '../data/pending'

type Name = 'ahead' | 'sent'

export interface ListState<List extends Name> {
  known?: Kept[List] | undefined
  trouble?: 'offline' | 'signed-out' | 'problem' | undefined
}

const whose = computed(() => device.value?.id)

export interface KeptList<List extends Name> {
  /** Asks now. */
  again: () => void
  /** Asks when the page opens, after what was chosen here has arrived, and whenever the phone has heard from the server. */
  useList: () => ListState<List>
}

/** The list under this name, of `/api/reminders/<name>`. */
export function keptList<List extends Name>(name: List): KeptList<List> {
  const state = signal<ListState<List>>({})
  let asked = 0

  // It is one person's: whoever comes after them on this phone starts with nothing.
  effect(() => {
    void whose.value
    asked += 1
    state.value = {}
  })

  async function look(): Promise<void> {
    const [mine, asker] = [(asked += 1), device.value?.id]
    const show = (next: ListState<List>) => asked === mine && (state.value = next)
    const known = await kept(name).catch(() => undefined)
    if (known) show({ ...state.value, known })
    try {
      const fresh = { body: await getFresh(`/api/reminders/${name}`), read_at: new Date().toISOString() } as Kept[List]
      if (await keepFor(asker, name, fresh)) show({ known: fresh })
    } catch (error) {
      const trouble = troubleOf(error)
      show({ known: trouble === 'signed-out' ? undefined : known, trouble })
    }
  }

  const again = (): void => void look()

  function useList(): ListState<List> {
    const allSent = pending.value.waiting === 0
    const heard = told.value?.read_at
    useEffect(again, [allSent, heard])
    return state.value
  }

  return { again, useList }
}

/** False when somebody else is signed in here by now. */
const keepFor = (asker: string | undefined, name: Name, fresh: Kept[Name]): Promise<boolean> =>
  write(['kept'], async (tx) => {
    const box = tx.objectStore('kept')
    if (((await box.get('device')) as Kept['device'] | undefined)?.id !== asker) return false
    await box.put(fresh, name)
    return true
  })

function troubleOf(error: unknown): 'offline' | 'signed-out' | 'problem' {
  if (error instanceof Offline) return 'offline'
  return error instanceof ApiError && error.status === 401 ? 'signed-out' : 'problem'
}
