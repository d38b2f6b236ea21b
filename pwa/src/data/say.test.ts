import 'fake-indexeddb/auto'
import { beforeEach, expect, it, vi } from 'vitest'
import { kept, wipe } from './db'
import { loadHome, said } from './home'
import { items } from './outbox'
import { letGo, sayAgreed, sayProfile } from './say'

const evening = new Date('2026-11-26T23:00:00Z')

beforeEach(async () => {
  vi.stubGlobal('navigator', {})
  await wipe()
  await loadHome()
})

it('what Sam lets go is no longer shown as said, and the rest stays', async () => {
  await sayProfile({ called: 'Sammy', zone: 'America/Chicago', language: 'en' }, evening)
  await sayAgreed('v1', evening)
  const agreement = (await items()).find(({ id }) => id === 'v1')

  if (agreement) await letGo(agreement)

  expect(said.value.agreed).toEqual([])
  expect(said.value.profile?.called).toBe('Sammy')
  expect(await kept('said')).toEqual(said.value)
  expect(await items()).toMatchObject([{ body: { called: 'Sammy' } }])
})

it('a name that the server refused is the old one again', async () => {
  await sayProfile({ called: 'Sammy', zone: 'America/Chicago', language: 'en' }, evening)
  const [item] = await items()
  if (item) await letGo(item)
  expect(said.value.profile).toBeUndefined()
})
