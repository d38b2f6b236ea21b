/** uPlot inside a page: in the page's own colors, as wide as its place, drawn anew when the theme changes. */
import { signal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'

const query = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : undefined
const dark = signal(query?.matches ?? false)
query?.addEventListener('change', () => (dark.value = query.matches))

const names = ['accent', 'ink', 'quiet', 'line', 'sunk', 'attend', 'card'] as const
export type Inks = Record<(typeof names)[number] | 'font', string>

/** A canvas knows no custom properties, so the browser is asked what each is here and now. */
function inksOf(place: HTMLElement): Inks {
  const probe = place.appendChild(document.createElement('i'))
  const looked = names.map((name) => {
    probe.style.color = `var(--${name})`
    return [name, getComputedStyle(probe).color]
  })
  probe.remove()
  return { ...Object.fromEntries(looked), font: fontOf(place, 12) } as Inks
}

const fontOf = (place: HTMLElement, pixels: number): string => `${pixels}px ${getComputedStyle(place).fontFamily}`

/** On paper there may be no color: everything is told by shape and gray. */
const paperInks = (place: HTMLElement): Inks => ({
  accent: '#000', ink: '#000', quiet: '#333', line: '#bbb', sunk: '#eee', attend: '#000', card: '#fff', font: fontOf(place, 10),
})

export interface Drawing {
  options: Omit<uPlot.Options, 'width'>
  data: uPlot.AlignedData
}

/** Where it is drawn: `width` in CSS pixels; on paper it is lower. */
export interface Room {
  width: number
  paper: boolean
}

type Draw = (inks: Inks, room: Room) => Drawing

/** What is left for a plot beside its words on the narrower of A4 and Letter. */
const PAPER_WIDTH = 515

/** Draws into the element that gets the ref; anew when one of the inputs changes. */
export function usePlot(draw: Draw, inputs: readonly unknown[]): RefObject<HTMLDivElement | null> {
  const host = useRef<HTMLDivElement>(null)
  useEffect(() => (host.current ? plotIn(host.current, draw) : undefined), [dark.value, ...inputs])
  return host
}

function plotIn(place: HTMLElement, draw: Draw): () => void {
  let plot = plotFor(place, draw, false)
  const again = (paper: boolean) => () => {
    plot.destroy()
    plot = plotFor(place, draw, paper)
  }
  const [toPaper, back] = [again(true), again(false)]
  const watch = new ResizeObserver(() => plot.width !== place.clientWidth && matchMedia('screen').matches && back())
  watch.observe(place)
  addEventListener('beforeprint', toPaper)
  addEventListener('afterprint', back)
  return () => {
    watch.disconnect()
    removeEventListener('beforeprint', toPaper)
    removeEventListener('afterprint', back)
    plot.destroy()
  }
}

function plotFor(place: HTMLElement, draw: Draw, paper: boolean): uPlot {
  const width = paper ? PAPER_WIDTH : place.clientWidth
  const { options, data } = draw(paper ? paperInks(place) : inksOf(place), { width, paper })
  return new uPlot({ ...options, width }, data, place)
}
