/** uPlot inside a page: in the page's own colors, as wide as its place, drawn anew when the theme changes. */
import { signal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import uPlot from 'uplot'

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
  return { ...Object.fromEntries(looked), font: `12px ${getComputedStyle(place).fontFamily}` } as Inks
}

export interface Drawing {
  options: Omit<uPlot.Options, 'width'>
  data: uPlot.AlignedData
}

/** Draws into the element that gets the ref; anew when one of the inputs changes. */
export function usePlot(draw: (inks: Inks) => Drawing, inputs: readonly unknown[]): RefObject<HTMLDivElement | null> {
  const host = useRef<HTMLDivElement>(null)
  useEffect(() => (host.current ? plotIn(host.current, draw) : undefined), [dark.value, ...inputs])
  return host
}

function plotIn(place: HTMLElement, draw: (inks: Inks) => Drawing): () => void {
  const { options, data } = draw(inksOf(place))
  const plot = new uPlot({ ...options, width: place.clientWidth }, data, place)
  const watch = new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height: options.height }))
  watch.observe(place)
  return () => {
    watch.disconnect()
    plot.destroy()
  }
}
