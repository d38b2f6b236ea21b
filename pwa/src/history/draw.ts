/** How a line is drawn: quietly, in the one accent, with its dates below and its ends at the side. */
import type uPlot from 'uplot'
import type { Drawing, Inks, Room } from '../ui/plot'
import type { Axis, Line, Step, Values } from './lines'

const HEIGHT = 132
const LEFT = 30
/** The words of a choice stand at the side, two lines of so many letters each. */
const WORDS = { room: 104, letters: 15, height: 38 }
/** A date below needs so many CSS pixels. */
const DATE = 84
/** More than these would hide the line. */
const MOST_DOTS = 28

export function lineOf({ min, max, steps }: Pick<Line, 'min' | 'max' | 'steps'>, values: Values, axis: Axis, nameOf: (day: number) => string, inks: Inks, { width }: Room): Drawing {
  const [from, to] = axis
  const slack = (max - min) * 0.06
  const isChoice = steps.length > 0
  const left = isChoice ? WORDS.room : LEFT
  return {
    data: [values.map((_, i) => from + i), values],
    options: {
      height: isChoice ? WORDS.height * (steps.length + 1) : HEIGHT,
      padding: [8, 16, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false, range: [from - 1, to + 1] }, y: { range: [min - slack, max + slack] } },
      axes: [
        { stroke: inks.quiet, font: inks.font, size: 26, gap: 6, ticks: { show: false }, grid: { show: false }, splits: () => datesOf(axis, width - left), values: (_plot, days) => days.map(nameOf) },
        { stroke: inks.quiet, font: inks.font, size: left, gap: 6, ticks: { show: false }, grid: { stroke: inks.line, width: 1 }, ...(isChoice ? wordsAt(steps) : endsAt(min, max)) },
      ],
      series: [{}, isChoice ? { stroke: inks.accent, paths: () => null, points: { show: true, size: 7, stroke: inks.accent, fill: inks.accent } } : { stroke: inks.accent, width: 2, points: { show: true, size: 6, width: 1.5, stroke: inks.accent, fill: inks.card, filter: () => dotsOf(values) } }],
    },
  }
}

type Side = Required<Pick<uPlot.Axis, 'splits' | 'values'>>

const endsAt = (min: number, max: number): Side => ({ splits: () => [min, (min + max) / 2, max], values: (_plot, [low, , high]) => [String(low), '', String(high)] })

/** Between two answers to a choice there is nothing, so only dots are drawn, each beside its words. */
const wordsAt = (steps: readonly Step[]): Side => ({ splits: () => steps.map(({ at }) => at), values: () => steps.map(({ label }) => inTwoLines(label)) })

/** The table below says it in full. */
export function inTwoLines(label: string): string {
  const lines = ['']
  for (const word of label.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`.trim()
    if (longer.length <= WORDS.letters || lines.at(-1) === '') lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines.length > 2 ? `${lines.slice(0, 2).join('\n')}…` : lines.join('\n')
}

/** As many days as fit, evenly apart, today the last. */
function datesOf([from, to]: Axis, width: number): number[] {
  const apart = Math.max(1, Math.ceil((to - from) / Math.max(1, Math.floor(width / DATE) - 1)))
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
