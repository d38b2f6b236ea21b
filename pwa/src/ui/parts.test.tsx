// @vitest-environment happy-dom
import axe from 'axe-core'
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { Button, ButtonLink } from './Button'
import { Card, Chip, Item } from './Card'
import { Choice, Scale } from './Choice'
import { TextField } from './Field'
import { PageHead } from './PageHead'
import { pressing } from './pressing'
import { Sheet } from './Sheet'
import { Empty, Notice, Problem, Progress } from './States'
import { TabBar } from './TabBar'
import { speak, words } from './words'

const page = document.createElement('main')
beforeEach(() => {
  document.body.replaceChildren(page)
  render(null, page)
})

const show = (what: preact.ComponentChild) => act(() => render(what, page))
const all = <Kind extends Element>(selector: string) => [...page.querySelectorAll<Kind>(selector)]

describe('a scale', () => {
  const scale = (chosen?: number, onChoose: (value: number) => void = () => undefined) => (
    <Scale question="How strong were cravings?" low="0 = none" high="10 = as strong as can be" chosen={chosen} onChoose={onChoose} onSkip={() => undefined} />
  )

  it('has nothing chosen before Sam does', async () => {
    await show(scale())
    expect(all('input')).toHaveLength(11)
    expect(all<HTMLInputElement>('input').filter((input) => input.checked)).toEqual([])
  })

  it('is one group of radios, so arrow keys move in it', async () => {
    await show(scale(6))
    expect(new Set(all<HTMLInputElement>('input').map(({ type, name }) => `${type} ${name}`)).size).toBe(1)
    expect(all<HTMLInputElement>('input').find((input) => input.checked)?.value).toBe('6')
  })

  it('says the number that was tapped', async () => {
    const said: number[] = []
    await show(scale(undefined, (value) => said.push(value)))
    all<HTMLInputElement>('input')[7]?.click()
    expect(said).toEqual([7])
  })
})

it('a field is read with its hint and its error', async () => {
  await show(<TextField label="Phone" hint="With area code" error="This number is too short." value="555" onValue={() => undefined} />)
  const [input] = all<HTMLInputElement>('input')
  const described = input?.getAttribute('aria-describedby')?.split(' ').map((id) => document.getElementById(id)?.textContent)
  expect(described).toEqual(['With area code', 'This number is too short.'])
  expect(input?.getAttribute('aria-invalid')).toBe('true')
  expect(all('label')[0]?.getAttribute('for')).toBe(input?.id)
})

it('a sheet opens above the page and tells when it is left', async () => {
  let left = 0
  const sheet = (open: boolean) => <Sheet open={open} onClose={() => (left += 1)} title="Can’t make it">Why?</Sheet>
  await show(sheet(false))
  expect(all<HTMLDialogElement>('dialog')[0]?.open).toBe(false)

  await show(sheet(true))
  expect(all<HTMLDialogElement>('dialog')[0]?.open).toBe(true)
  all<HTMLButtonElement>('dialog button')[0]?.click()
  expect(left).toBe(1)
})

it('the page follows a change of language', async () => {
  await show(<Problem />)
  await act(() => speak('es'))
  expect(page.textContent).toBe(words.value.state.problem)
  expect(page.textContent).toMatch(/^Algo no funcionó/)
  expect(document.documentElement.lang).toBe('es')
  await act(() => speak('en'))
})

it('everything together has no fault that axe knows, and no style in the markup', async () => {
  await show(
    <>
      <PageHead title="Today" sub="Thursday" back="/" />
      <Card tone="dawn" labelledBy="next"><h2 id="next">Next session</h2><ButtonLink href="tel:988">Call</ButtonLink></Card>
      <Item icon="check" title="Evening check-in" about="About a minute" action={<Button>Start</Button>} />
      <Item icon="map" title="Staying well" href="/plan" />
      <Chip>week 5</Chip>
      <TextField label="Note" value="" onValue={() => undefined} long />
      <Choice question="Did you sleep?" options={[{ value: 'y', label: 'Yes' }, { value: 'n', label: 'No', hint: 'or hardly' }]} chosen={undefined} onChoose={() => undefined} />
      <Scale question="Mood" low="0 = low" high="10 = good" chosen={3} onChoose={() => undefined} onSkip={() => undefined} />
      <Progress value={2} max={6} label="Question 2 of 6" />
      <Notice action={<Button kind="soft">Use it</Button>}>A new version is ready.</Notice>
      <Empty>Nothing</Empty>
      <Problem onRetry={() => undefined} />
      <Sheet open onClose={() => undefined} title="Why">Because</Sheet>
      <TabBar label="Main" tabs={[{ href: '/', icon: 'sun', label: 'Today', here: true }]} />
    </>,
  )
  const { violations } = await axe.run(page, { rules: { 'color-contrast': { enabled: false } } })
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([])
  expect(all('[style]')).toEqual([])
})

it('what must not wait is counted before the name of the page in its tab', async () => {
  pressing.value = 2
  await show(<PageHead title="Good morning, Dana" tab="People" />)
  expect(document.title).toBe('(2) People · Daymark')
  await act(() => void (pressing.value = 0))
  expect(document.title).toBe('People · Daymark')
})
