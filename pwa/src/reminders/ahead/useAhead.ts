/** The reminders of the next seven days: kept on the phone, asked for anew whenever something may have changed them. */
import { computed, effect, signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { ApiError, getFresh, Offline } from '../../data/api'
import type { Kept } from '../../data/db'
import { kept, write } from '../../data/db'
import { device, told } from '../../data/home'
import { pending } from '../../data/pending'
import type { RemindersAhead } from '../../shared/wire'

export interface AheadState {
  known?: Kept['ahead'] | undefined
  trouble?: 'offline' | 'signed-out' | 'problem' | undefined
}

const state = signal<AheadState>({})
let asked = 0

const whose = computed(() => device.value?.id)

// It is one person's: whoever comes after them on this phone starts with nothing.
effect(() => {
  void whose.value
  asked += 1
  state.value = {}
})

async function look(): Promise<void> {
  const [mine, asker] = [(asked += 1), device.value?.id]
  const show = (next: AheadState) => asked === mine && (state.value = next)
  const known = await kept('ahead').catch(() => undefined)
  if (known) show({ ...state.value, known })
  try {
    const fresh = { body: await getFresh<RemindersAhead>('/api/reminders/ahead'), read_at: new Date().toISOString() }
    if (await keepFor(asker, fresh)) show({ known: fresh })
  } catch (error) {
    const trouble = troubleOf(error)
    show({ known: trouble === 'signed-out' ? undefined : known, trouble })
  }
}

/** False when somebody else is signed in here by now. */
const keepFor = (asker: string | undefined, fresh: Kept['ahead']): Promise<boolean> =>
  write(['kept'], async (tx) => {
    const box = tx.objectStore('kept')
    if (((await box.get('device')) as Kept['device'] | undefined)?.id !== asker) return false
    await box.put(fresh, 'ahead')
    return true
  })

function troubleOf(error: unknown): NonNullable<AheadState['trouble']> {
  if (error instanceof Offline) return 'offline'
  return error instanceof ApiError && error.status === 401 ? 'signed-out' : 'problem'
}

export const again = (): void => void look()

/** Once more after what was chosen here has arrived, and whenever the phone has heard from the server. */
export function useAhead(): AheadState {
  const allSent = pending.value.waiting === 0
  const heard = told.value?.read_at
  useEffect(again, [allSent, heard])
  return state.value
}
