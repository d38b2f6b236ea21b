import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError, Offline } from '../data/api'
import type { Saving } from './autosave'
import { autosave } from './autosave'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A draft on a server that answers as it is told, in this order; then it takes everything. */
function draft(...answers: (() => Promise<unknown>)[]) {
  const heard: { id: string; content: string }[] = []
  const states: Saving['state'][] = []
  const saver = autosave<string>({
    send: (id, content) => {
      heard.push({ id, content })
      return answers.shift()?.() ?? Promise.resolve({ id })
    },
    onState: ({ state }) => states.push(state),
  })
  return { heard, states, saver }
}

const rest = () => vi.advanceTimersByTimeAsync(1_000)

describe('what Dana types', () => {
  it('is sent once, when her hands rest', async () => {
    const { heard, states, saver } = draft()
    saver.change('I')
    await vi.advanceTimersByTimeAsync(500)
    saver.change('I notice')
    await rest()
    expect(heard.map(({ content }) => content)).toEqual(['I notice'])
    expect(states).toEqual(['unsaved', 'unsaved', 'saving', 'saved'])
  })

  it('goes again with the same id when the network was lost', async () => {
    const { heard, states, saver } = draft(() => Promise.reject(new Offline()))
    saver.change('I notice')
    await rest()
    expect(states.at(-1)).toBe('offline')
    saver.hurry()
    await vi.advanceTimersByTimeAsync(0)
    expect(states.at(-1)).toBe('saved')
    expect(new Set(heard.map(({ id }) => id)).size).toBe(1)
  })

  it('is tried again by itself', async () => {
    const { states, saver } = draft(() => Promise.reject(new ApiError(503, 'Later.')))
    saver.change('I notice')
    await rest()
    expect(states.at(-1)).toBe('failed')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(states.at(-1)).toBe('saved')
  })

  it('waits behind what is on its way, so that the newest arrives last', async () => {
    let arrive: (kept: unknown) => void = () => undefined
    const { heard, states, saver } = draft(() => new Promise((resolve) => (arrive = resolve)))
    saver.change('one')
    await rest()
    saver.change('two')
    await rest()
    expect(heard).toHaveLength(1)
    arrive({})
    await vi.advanceTimersByTimeAsync(0)
    expect(heard.map(({ content }) => content)).toEqual(['one', 'two'])
    expect(states.filter((state) => state === 'saved')).toHaveLength(1)
  })

  it('is not sent again after a no, until she changes it', async () => {
    const { heard, states, saver } = draft(() => Promise.reject(new ApiError(422, 'Too long.')))
    saver.change('too long')
    await rest()
    saver.hurry()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(heard).toHaveLength(1)
    expect(states.at(-1)).toBe('refused')
    saver.change('short')
    await rest()
    expect(states.at(-1)).toBe('saved')
  })
})
