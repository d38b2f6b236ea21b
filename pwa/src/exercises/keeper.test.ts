import 'fake-indexeddb/auto'
import { beforeEach, expect, it } from 'vitest'
import { draft, wipe } from '../data/db'
import { draftKeeper } from './keeper'

beforeEach(() => wipe())

it('the newest of what Sam typed is what stays', async () => {
  const keeper = draftKeeper('practice:halt')
  for (const text of ['E', 'Ea', 'Eat']) keeper.keep(text)
  await expect.poll(() => draft('practice:halt')).toBe('Eat')
})

it('once stopped, nothing is written over what comes after', async () => {
  const keeper = draftKeeper('practice:halt')
  keeper.keep('first')
  keeper.keep('second')
  await keeper.stop()
  expect(await draft('practice:halt')).toBe('first')
})
