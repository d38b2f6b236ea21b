import { expect, it } from 'vitest'
import { readForm } from './readForm'

const FORM = '{"title": "Café"}'
const latin1 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(text, (letter) => letter.charCodeAt(0))
const read = (...parts: BlobPart[]) => readForm(new Blob(parts))

it('a form in UTF-8 is read with all its letters, with a byte-order mark or without', async () => {
  expect(await read(FORM)).toEqual({ questionnaire: { title: 'Café' }, title: 'Café' })
  expect(await read('\uFEFF', FORM)).toEqual({ questionnaire: { title: 'Café' }, title: 'Café' })
})

it('letters in another encoding are not guessed: it says what it wants', async () => {
  expect(await read(latin1(FORM))).toEqual({ problem: 'notJson' })
})

it('what is no object, is too large or has gone says so', async () => {
  expect(await read('[]')).toEqual({ problem: 'notJson' })
  expect(await read('hello')).toEqual({ problem: 'notJson' })
  expect(await read(' '.repeat(1_000_001))).toEqual({ problem: 'tooLarge' })
  expect(await readForm({ size: 1, arrayBuffer: () => Promise.reject(new Error('gone')) })).toEqual({ problem: 'notRead' })
})
