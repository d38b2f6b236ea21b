/** What the server tells of one's answers. It stays in memory while the app is open, for when the network goes. */
import { computed, effect, signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Fetched, State } from '../data/fetched'
import { next, nothing, onReturn } from '../data/fetched'
import { device } from '../data/home'
import { pending } from '../data/pending'
import type { History } from '../shared/wire'

const PATH = '/api/history'
const state = signal<State<History>>(nothing(PATH))
let asked = 0

function reload(): void {
  const mine = (asked += 1)
  void next(PATH, state.peek()).then((after) => {
    if (asked === mine) state.value = after
  })
}

const whose = computed(() => device.value?.id)

// It is one person's: whoever comes after them on this phone starts with nothing.
effect(() => {
  void whose.value
  asked += 1
  state.value = nothing(PATH)
})

export function useHistory(): Fetched<History> {
  const allSent = pending.value.waiting === 0
  useEffect(reload, [allSent])
  useEffect(() => onReturn(reload), [])
  const { body, at, trouble } = state.value
  return { body, at, trouble, reload }
}
