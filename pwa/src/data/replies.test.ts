import 'fake-indexeddb/auto'
import { beforeEach, expect, it } from 'vitest'
import { wipe } from './db'
import { lookUpReplies, repliesSeen, seeReplies } from './replies'

beforeEach(async () => {
  await wipe()
  repliesSeen.value = undefined
})

it('what Sam has seen is still seen when the app opens again', async () => {
  await seeReplies(['monday'])
  await seeReplies(['monday', 'tuesday'])
  repliesSeen.value = undefined
  await lookUpReplies()
  expect(repliesSeen.value).toEqual(['monday', 'tuesday'])
})

it('on a phone that was emptied nothing is seen', async () => {
  await seeReplies(['monday'])
  await wipe()
  await lookUpReplies()
  expect(repliesSeen.value).toEqual([])
})
