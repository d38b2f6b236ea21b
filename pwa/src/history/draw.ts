/** How a line is drawn: quietly, in the one accent, with its dates below and its ends at the side. */
import type { Drawing, Inks, Room } from '../ui/plot'
import type { Axis, Line, Values } from './lines'

const HEIGHT = 132
const LEFT = 30
/** A date below needs so many CSS pixels. */
const DATE = 84
/** More than these would hide the line. */
const MOST_DOTS = 28

export function lineOf({ min, max }: Pick<Line, 'min' | 'max'>, values: Values, axis: Axis, nameOf: (day: number) => string, inks: Inks, { width }: Room): Drawing {
  const [from, to] = axis
  const slack = (max - min) * 0.06
  return {
    data: [values.map((_, i) => from + i), values],
    options: {
      height: HEIGHT,
      padding: [8, 16, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false, range: [from - 1, to + 1] }, y: { range: [min - slack, max + slack] } },
      axes: [
        { stroke: inks.quiet, font: inks.font, size: 26, gap: 6, ticks: { show: false }, grid: { show: false }, splits: () => datesOf(axis, width), values: (_plot, days) => days.map(nameOf) },
        { stroke: inks.quiet, font: inks.font, size: LEFT, gap: 6, ticks: { show: false }, grid: { stroke: inks.line, width: 1 }, splits: () => [min, (min + max) / 2, max], values: (_plot, [low, , high]) => [String(low), '', String(high)] },
      ],
      series: [{}, { stroke: inks.accent, width: 2, points: { show: true, size: 6, width: 1.5, stroke: inks.accent, fill: inks.card, filter: () => dotsOf(values) } }],
    },
  }
}

/** As many days as fit, evenly apart, today the last. */
function datesOf([from, to]: Axis, width: number): number[] {
  const apart = Math.max(1, Math.ceil((to - from) / Math.max(1, Math.floor((width - LEFT) / DATE) - 1)))
  return Array.from({ length: Math.floor((to - from) / apart) + 1 }, (_, i) => to - i * apart).reverse()
}

/** All where they are few; else those that no line leads to, and the latest. */
export function dotsOf(values: Values): number[] {
  const known = values.flatMap((value, i) => (typeof value === 'number' ? [i] : []))
  if (known.length <= MOST_DOTS) return known
  const next = (i: number, step: number) => {
    for (let at = i + step; at >= 0 && at < values.length; at += step) if (values[at] !== undefined) return values[at]
    return null
  }
  return known.filter((i) => i === known.at(-1) || (next(i, -1) === null && next(i, 1) === null))
}
