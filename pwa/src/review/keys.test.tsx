// @vitest-environment happy-dom
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { useKeys } from './keys'

const page = document.body.appendChild(document.createElement('main'))
afterEach(() => act(() => render(null, page)))

/** Whether J moves on while the field has the focus. */
async function movesFrom(field: HTMLElement): Promise<boolean> {
  const move = vi.fn()
  const List = () => {
    useKeys({ j: move })
    return <p>A list</p>
  }
  await act(() => render(<List />, page))
  page.append(field)
  field.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true, cancelable: true }))
  field.remove()
  return move.mock.calls.length === 1
}

const input = (type: string) => Object.assign(document.createElement('input'), { type })

it.each(['checkbox', 'radio', 'range', 'button'])('J moves on from a %s, in which nobody types', async (type) => expect(await movesFrom(input(type))).toBe(true))

it.each(['text', 'search', 'tel', 'date', 'time', 'number'])('J is a letter in a field of the type %s', async (type) => expect(await movesFrom(input(type))).toBe(false))

it.each(['textarea', 'select'])('J is for the browser in a %s', async (tag) => expect(await movesFrom(document.createElement(tag))).toBe(false))
