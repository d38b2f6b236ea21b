import { describe, expect, it } from 'vitest'
import { ApiError, Offline } from './api'
import { intention, refusalOf } from './intend'

/** A server that first does what it is told, then takes everything. */
function server(...first: (() => Promise<never>)[]) {
  const heard: string[] = []
  const send = async <Taken>(path: string): Promise<Taken> => {
    heard.push(path)
    await first.shift()?.()
    return { id: path } as Taken
  }
  return { heard, send }
}

const lost = () => Promise.reject(new Offline())
const pathOf = (id: string) => `/api/invites/${id}`
const sam = { name: 'Sam R.' }

describe('an invitation for Sam', () => {
  it('is one, though Dana taps twice', async () => {
    const { heard, send } = server()
    const invite = intention<typeof sam, unknown>(pathOf, send)
    await Promise.all([invite(sam), invite(sam)])
    expect(heard).toHaveLength(1)
  })

  it('keeps its id when the network was lost, so the server counts it once', async () => {
    const { heard, send } = server(lost)
    const invite = intention<typeof sam, unknown>(pathOf, send)
    await expect(invite(sam)).rejects.toThrow(Offline)
    await invite(sam)
    expect(heard).toHaveLength(2)
    expect(new Set(heard).size).toBe(1)
  })

  it('is another one once Dana has changed the name', async () => {
    const { heard, send } = server(lost)
    const invite = intention<typeof sam, unknown>(pathOf, send)
    await expect(invite({ name: 'Sma R.' })).rejects.toThrow(Offline)
    await invite(sam)
    expect(new Set(heard).size).toBe(2)
  })

  it('is another one after the first was taken', async () => {
    const { heard, send } = server()
    const invite = intention<typeof sam, unknown>(pathOf, send)
    await invite(sam)
    await invite(sam)
    expect(new Set(heard).size).toBe(2)
  })
})

it('a refusal carries the server’s sentence and the field', () => {
  expect(refusalOf(new ApiError(422, 'Write a name.', 'name'))).toEqual({ kind: 'refused', sentence: 'Write a name.', field: 'name' })
  expect(refusalOf(new ApiError(401, 'Sign in.'))).toEqual({ kind: 'signed-out' })
  expect(refusalOf(new Offline())).toEqual({ kind: 'offline' })
})
