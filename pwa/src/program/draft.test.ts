import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import { beginning, draftOf, keeperOf } from './draft'
import { contentOf, emptyForm, emptyRow, textOf, withRows } from './planForm'

const saying = (text: string) => withRows(emptyForm, 'reasons', [{ ...emptyRow('a row'), text }])
const upon = contentOf(saying('My kids'))
const draft = { form: saying('My kids, and'), upon: textOf(upon) }

describe('when Dana comes back to the plan', () => {
  it('what she typed is there again, half typed numbers too', async () => {
    const half = { form: withRows(emptyForm, 'people', [{ ...emptyRow('Ana'), text: 'Ana', phone: '(5' }]), upon: '' }
    keeperOf('sam', () => expect.unreachable())(half)
    await expect.poll(() => draftOf('sam')).toEqual(half)
  })

  it('of many letters the last is kept', async () => {
    const keep = keeperOf('maya', () => expect.unreachable())
    for (const text of ['M', 'My', 'My k', 'My kids']) keep({ form: saying(text), upon: '' })
    await expect.poll(async () => (await draftOf('maya'))?.form.rows.reasons[0]?.text).toBe('My kids')
  })

  it('a draft taken away stays away', async () => {
    const keep = keeperOf('omar', () => expect.unreachable())
    keep(draft)
    keep(undefined)
    await expect.poll(() => draftOf('omar')).toBeUndefined()
  })

  it('she goes on where she was, when nobody else has written', () => expect(beginning(draft, upon)).toBe('restored'))

  it('she goes on where she was, when the server has it but for a number that was half typed', () =>
    expect(beginning(draft, contentOf(draft.form))).toBe('restored'))

  it('she is asked, when somebody else has written', () => expect(beginning(draft, contentOf(saying('My job')))).toBe('conflict'))

  it('she goes on with the server’s, when she typed nothing', () => expect(beginning(undefined, upon)).toBe('server'))
})
