// @vitest-environment happy-dom
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import type { EmailAddressOut, EmailOut } from '../../shared/wire'
import { speak } from '../../ui/words'
import { Email } from './Email'

const page = document.body.appendChild(document.createElement('main'))
const asked: EmailAddressOut = { id: 'first', address: 'sam@mail.example', code_until: '2026-11-26T17:15:00Z', confirmed_at: null, stopped_at: null }
const confirmed: EmailAddressOut = { ...asked, code_until: null, confirmed_at: '2026-11-26T17:01:00Z' }

afterEach(async () => {
  render(null, page)
  vi.unstubAllGlobals()
  await speak('en')
})

/** The clinic's server as far as this part needs it; it knows one code. */
function serverWith(first: EmailAddressOut | null, offered = true) {
  const state = { address: first, heard: [] as [string, unknown][], looks: 0, refuses: undefined as object | undefined }
  vi.stubGlobal('fetch', async (path: string, { method = 'GET', body }: RequestInit = {}) => {
    if (method === 'GET') state.looks += 1
    if (method === 'GET') return Response.json({ offered, address: state.address } satisfies EmailOut)
    const said = JSON.parse(String(body)) as { address?: string; code?: string }
    state.heard.push([path.replace(/[0-9a-f-]{36}/, 'new'), said])
    if (state.refuses) return Response.json(state.refuses, { status: 'field' in state.refuses ? 422 : 503 })
    if (said.code !== undefined && said.code !== '123456') return Response.json({ error: 'No.', field: 'code', reason: 'wrong_code' }, { status: 422 })
    if (path.endsWith('/removed')) state.address = null
    else state.address = said.code ? confirmed : { ...asked, address: said.address ?? '' }
    return Response.json({ id: 'first' })
  })
  return state
}

const open = () => act(() => render(<Email />, page))
const shown = (pattern: RegExp) => vi.waitFor(() => act(() => expect(page.textContent).toMatch(pattern)))
const tap = (name: string) => act(() => [...page.querySelectorAll<HTMLElement>('button')].find((each) => each.textContent === name)?.click())
const write = (text: string) =>
  act(() => {
    const field = page.querySelector('input')
    if (!field) throw new Error(`no field in ${page.textContent}`)
    field.value = text
    field.dispatchEvent(new Event('input', { bubbles: true }))
  })

/** What is said of the field, where it is marked. */
function marked(): string | null | undefined {
  const field = page.querySelector('input[aria-invalid="true"]')
  return document.getElementById(field?.getAttribute('aria-describedby')?.split(' ').at(-1) ?? '')?.textContent
}

it('Sam reads what it means, gives an address, and it is on once he has typed the code', async () => {
  const server = serverWith(null)
  await open()
  await shown(/Your email provider can read it.*turn it off here at any time/)
  await tap('Set up email')
  await write('sam')
  await tap('Send me a code')
  await shown(/An address looks like/)
  expect(document.activeElement).toBe(page.querySelector('input'))
  expect(server.heard).toEqual([])
  await write(' sam@mail.example ')
  await tap('Send me a code')
  await shown(/The code is on its way\..*We sent an email with a code to sam@mail\.example/)
  await write('000 000')
  await tap('Confirm')
  await shown(/This is not the code that we sent/)
  expect(marked()).toBe('This is not the code that we sent. Look at the email again.')
  expect(document.activeElement).toBe(page.querySelector('input'))
  await write('123 456')
  await tap('Confirm')
  await shown(/The code is right\..*Email is on: sam@mail\.example/)
  expect(document.activeElement?.textContent).toBe('Thank you. The code is right.')
  expect(server.heard).toEqual([
    ['/api/email-addresses/new', { address: 'sam@mail.example' }],
    ['/api/email-addresses/first/confirmed', { code: '000000' }],
    ['/api/email-addresses/first/confirmed', { code: '123456' }],
  ])
})

it('it is turned off with one tap, and the address is forgotten', async () => {
  const server = serverWith(confirmed)
  await open()
  await shown(/Email is on: sam/)
  await tap('Turn off email')
  await shown(/Email is off, and the address is forgotten\..*Set up email/)
  expect(server.heard).toEqual([['/api/email-addresses/first/removed', {}]])
})

it('what the server says of an address stands at its field, once', async () => {
  const server = serverWith(null)
  await open()
  await shown(/Set up email/)
  await tap('Set up email')
  await write('sam@mail.example')
  server.refuses = { error: 'No.', field: 'address', reason: 'no_mailbox' }
  await tap('Send me a code')
  await vi.waitFor(() => expect(marked()).toBe('This address takes no email. Look at it again.'))
  expect(document.activeElement).toBe(page.querySelector('input'))
  expect(page.textContent?.split('This address takes no email')).toHaveLength(2)
})

it('what was refused is forgotten once something else was done', async () => {
  serverWith(asked)
  await open()
  await shown(/We sent an email with a code/)
  await write('000000')
  await tap('Confirm')
  await shown(/This is not the code/)
  await tap('Use another address')
  await shown(/the address is forgotten/)
  expect(page.textContent).not.toContain('This is not the code')
  expect(page.querySelector('input[type="email"]')).not.toBeNull()
})

it.each([
  ['a code is awaited', asked],
  ['the code is too old', { ...asked, code_until: null }],
  ['it takes nothing', { ...confirmed, stopped_at: '2026-11-26T17:30:00Z' }],
])('it is turned off also while %s', async (_name, address) => {
  serverWith(address)
  await open()
  await shown(/Turn off email/)
  await tap('Turn off email')
  await shown(/Email is off.*Set up email/)
})

it('where the code is too old he asks for a new one', async () => {
  const server = serverWith({ ...asked, code_until: null })
  await open()
  await shown(/does not work any more/)
  await tap('Send a new code')
  await shown(/The code from the email/)
  expect(server.heard).toEqual([['/api/email-addresses/new', { address: 'sam@mail.example' }]])
})

it('an address that takes nothing is said, with what he can do', async () => {
  serverWith({ ...confirmed, stopped_at: '2026-11-26T17:30:00Z' })
  await open()
  await shown(/did not take our last emails.*Try this address again.*Use another address/)
})

it('where the email could not be sent it says so in his language, and nothing is lost', async () => {
  await speak('es')
  const server = serverWith(null)
  await open()
  await shown(/Tu proveedor de correo puede leerlo/)
  await tap('Activar el correo')
  await write('sam@mail.example')
  server.refuses = { error: 'The email could not be sent right now.', reason: 'not_sent' }
  await tap('Enviarme un código')
  await shown(/No se pudo enviar el correo ahora/)
  expect(page.querySelector('input')?.value).toBe('sam@mail.example')
})

it('where the program sends no emails nothing is said of them', async () => {
  const server = serverWith(null, false)
  await open()
  await vi.waitFor(() => expect(server.looks).toBe(1))
  await act(() => Promise.resolve())
  expect(page.textContent).toBe('')
})
