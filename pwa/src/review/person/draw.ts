/** How twelve weeks are drawn: every plot has the same gutters, so that a day stands at one place in all of them. */
import type uPlot from 'uplot'
import type { Drawing, Inks, Room } from '../../ui/plot'
import { alone } from '../chart'
import type { Values } from '../chart'
import type { Axis, Dot, Line, Shape, Step, Turn } from './trend'
import { daysAlong } from './trend'

/** What all plots of a page share. */
export interface Along {
  axis: Axis
  turns: readonly Turn[]
  /** The lines that stand on steps: the names of these need room beside every plot. */
  stepped: readonly Line[]
  /** Says a day number: "Oct 19". */
  nameOf: (day: number) => string
  /** Hears which day is pointed at. */
  onPoint: (day: number | undefined) => void
}

const LEFT = 34
/** Room for names beside the plots, from the least to the most, in pixels; and what is left for a plot beside it, at least. */
const GUTTERS = [96, 108, 120, 132, 144]
const PLOT = 284
const NARROW = 380
const MONDAY = 4 // the first one of 1970, as a day number
const FORTNIGHT = 14
const SYNC = 'twelve-weeks'

const mondays = ([from, to]: Axis, apart: number): number[] => daysAlong([from, to]).filter((day) => (to - day) % apart === (to - MONDAY) % 7)

/** The gutter in which steps are named beside the plots, where there is room for it; the page tells them in words too. */
function gutterIn({ stepped }: Along, inks: Inks, room: Room): number | undefined {
  if (stepped.length === 0) return undefined
  const gutter = gutterOf(stepped, heightOf(true, room), widthIn(fontFor(inks, 1)), sizeOf(inks))
  return room.width - gutter >= PLOT ? gutter : undefined
}

/** The least in which every name can be read whole; pure. Where a step is too low for a line its plot names none. */
export function gutterOf(stepped: readonly Line[], height: number, widthOf: WidthOf, size: number): number {
  const names = stepped.flatMap(({ steps: all, min, max }) => {
    const pixels = (height - FRAME) / ((max - min) * (1 + 2 * SLACK))
    const named = all.map(({ at, label }, i) => ({ label, most: Math.floor((((all[i + 1]?.at ?? max) - Math.max(at, min)) * pixels) / size) }))
    return named.every(({ most }) => most > 0) ? named : []
  })
  const isWhole = (width: number) => ({ label, most }: (typeof names)[number]) => {
    const lines = linesIn(widthOf, label, width, most)
    return lines.join(' ') === label && lines.every((line) => widthOf(line) <= width)
  }
  return GUTTERS.find((gutter) => names.every(isWhole(gutter - BESIDE))) ?? (GUTTERS.at(-1) as number)
}

/** What a gutter has left and right of a name. */
const BESIDE = 8
/** What a plot's height has above and below its values. */
const FRAME = 14
const SLACK = 0.06

type WidthOf = (text: string) => number

const sizeOf = ({ font }: Inks): number => Math.min(11, parseInt(font))

const fontFor = (inks: Inks, ratio: number): string => inks.font.replace(/^\d+px/, `${sizeOf(inks) * ratio}px`)

let probe: CanvasRenderingContext2D | null | undefined

function widthIn(font: string): WidthOf {
  probe ??= document.createElement('canvas').getContext('2d')
  if (probe) probe.font = font
  return (text) => probe?.measureText(text).width ?? 0
}

const heightOf = (stepped: boolean, { paper }: Room): number => (paper ? (stepped ? 36 : 29) : stepped ? 112 : 76)

function frame(along: Along, inks: Inks, room: Room, height: number): Omit<uPlot.Options, 'width' | 'axes' | 'scales' | 'series'> {
  return {
    height,
    padding: [6, gutterIn(along, inks, room) ?? 22, room.paper ? 2 : 4, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false }, sync: { key: SYNC } },
    hooks: {
      drawClear: [(plot) => turnLines(plot, along.turns.filter(({ x }) => x > along.axis[0]), inks)],
      setCursor: [(plot) => along.onPoint(dayUnder(plot))],
    },
  }
}

function dayUnder(plot: uPlot): number | undefined {
  const { left = -1 } = plot.cursor
  return left < 0 ? undefined : Math.round(plot.posToVal(left, 'x'))
}

const sideways = ({ axis: [from, to] }: Along): uPlot.Scale => ({ time: false, range: [from - 1, to + 1] })

const noDates = (along: Along, inks: Inks): uPlot.Axis => ({
  splits: () => mondays(along.axis, FORTNIGHT), values: () => [], grid: { stroke: inks.line, width: 0.5 }, ticks: { show: false }, size: 4,
})

/** A number over time, on the steps that its values are called by. */
export function lineOf(line: Line, values: Values, along: Along, inks: Inks, room: Room): Drawing {
  const stepped = line.steps.length > 0
  const height = heightOf(stepped, room)
  const base = frame(along, inks, room, height)
  const ends = [line.min, ...(stepped ? line.steps.map(({ at }) => at) : [(line.min + line.max) / 2]), line.max]
  const slack = (line.max - line.min) * SLACK
  return {
    data: [daysAlong(along.axis), values],
    options: {
      ...base,
      scales: { x: sideways(along), y: { range: [line.min - slack, line.max + slack] } },
      axes: [
        noDates(along, inks),
        { stroke: inks.quiet, font: inks.font, size: LEFT, gap: 4, ticks: { show: false }, grid: { show: false }, splits: () => apart(ends, line, height), values: (_plot, at) => at.map(String) },
      ],
      series: [{}, { stroke: inks.accent, width: 2, points: dots(values, line, inks) }],
      hooks: { ...base.hooks, drawClear: [(plot) => steps(plot, line, gutterIn(along, inks, room), inks), ...(base.hooks?.drawClear ?? [])] },
    },
  }
}

const LETTERS = 12

/** Numbers at the side that do not stand in each other's way: the ends first, then what is left between them. */
function apart(ends: readonly number[], { min, max }: Line, height: number): number[] {
  const pixels = (height - FRAME) / (max - min)
  const kept = [min, max]
  for (const at of ends) if (kept.every((other) => Math.abs(other - at) * pixels >= LETTERS)) kept.push(at)
  return kept.sort((a, b) => a - b)
}

/** Scores are few, each has a dot; of what is asked daily only what no line leads to. */
const dots = (values: Values, { item }: Line, { accent, card }: Inks): uPlot.Series.Points => {
  const known = values.flatMap((value, i) => (typeof value === 'number' ? [i] : []))
  return { show: true, size: item ? 5 : 7, width: 1.5, stroke: accent, fill: item ? accent : card, filter: () => (item ? [...new Set([...alone(values), ...known.slice(-1)])] : known) }
}

/** Every second step lies in a shade; each begins at a line, and has its name beside it or, where it is narrow, in it. */
function steps({ ctx, bbox, valToPos }: uPlot, { steps: all, min, max }: Line, gutter: number | undefined, inks: Inks): void {
  const size = sizeOf(inks) * devicePixelRatio
  const [left, room] = gutter ? [bbox.left + bbox.width + 6 * devicePixelRatio, (gutter - BESIDE) * devicePixelRatio] : [bbox.left + 4 * devicePixelRatio, bbox.width]
  ctx.save()
  ctx.font = fontFor(inks, devicePixelRatio)
  ctx.textBaseline = 'middle'
  ctx.textAlign = 'left'
  const placed = all.map(({ at, label }: Step, i) => {
    const [bottom, top] = [Math.max(at, min), all[i + 1]?.at ?? max].map((value) => Math.round(valToPos(value, 'y', true))) as [number, number]
    ctx.fillStyle = inks.sunk
    if (i % 2 === 1) ctx.fillRect(bbox.left, top, bbox.width, bottom - top)
    ctx.fillStyle = inks.line
    if (at > min) ctx.fillRect(bbox.left, bottom, bbox.width, devicePixelRatio)
    return { middle: (top + bottom) / 2, lines: linesIn((text) => ctx.measureText(text).width, label, room, Math.floor((bottom - top) / size)) }
  })
  ctx.fillStyle = inks.quiet
  // Some names without the others would mislead.
  if (placed.every(({ lines }) => lines.length > 0)) {
    for (const { middle, lines } of placed) lines.forEach((line, n) => ctx.fillText(line, left, middle + (n - (lines.length - 1) / 2) * size))
  }
  ctx.restore()
}

/** The words in lines of the width, or none where there is no room for one; what is too long ends in dots. */
function linesIn(widthOf: WidthOf, text: string, width: number, most: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word
    if (lines.length > 0 && widthOf(longer) <= width) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines.length <= most ? lines : lines.slice(0, most).map((line, i) => (i === most - 1 ? `${line} …` : line))
}

/** Where a phase begins stands a dashed line through everything. */
function turnLines({ ctx, bbox, valToPos }: uPlot, turns: readonly Turn[], { ink }: Inks): void {
  ctx.save()
  ctx.strokeStyle = ink
  ctx.lineWidth = devicePixelRatio
  ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio])
  ctx.beginPath()
  for (const { x } of turns) {
    const left = Math.round(valToPos(x - 0.5, 'x', true))
    ctx.moveTo(left, bbox.top)
    ctx.lineTo(left, bbox.top + bbox.height)
  }
  ctx.stroke()
  ctx.restore()
}

const lane = (along: Along, inks: Inks, room: Room, height: number, paint: (plot: uPlot) => void): Drawing => {
  const base = frame(along, inks, room, height)
  return {
    data: [daysAlong(along.axis), daysAlong(along.axis).map(() => null)],
    options: {
      ...base,
      scales: { x: sideways(along), y: { range: [0, 1] } },
      axes: [noDates(along, inks), { size: LEFT, values: () => [], ticks: { show: false }, grid: { show: false } }],
      series: [{}, {}],
      hooks: { ...base.hooks, draw: [paint] },
    },
  }
}

/** The names of the phases, each beside the line that it begins at. */
export const phaseLane = (names: (turn: Turn) => string, along: Along, inks: Inks, room: Room): Drawing =>
  lane(along, inks, room, room.paper ? 18 : 30, ({ ctx, bbox, valToPos }) => {
    ctx.save()
    ctx.font = inks.font.replace(/^\d+/, (pixels) => String(Number(pixels) * devicePixelRatio))
    ctx.fillStyle = inks.ink
    ctx.textBaseline = 'middle'
    ctx.textAlign = 'left'
    along.turns.forEach((turn, i) => {
      const [from, to] = [turn.x - 0.5, along.turns[i + 1]?.x ?? Infinity].map((x) => valToPos(x, 'x', true)) as [number, number]
      const room = Math.min(to, bbox.left + bbox.width) - from - 8 * devicePixelRatio
      if (room >= ctx.measureText(names(turn)).width * 0.8) ctx.fillText(names(turn), from + 5 * devicePixelRatio, bbox.top + bbox.height / 2, room)
    })
    ctx.restore()
  })

/** A mark for each session, with the dates below. */
export function sessionLane(all: readonly Dot[], along: Along, inks: Inks, room: Room): Drawing {
  const drawn = lane(along, inks, room, room.paper ? 48 : 64, (plot) => all.forEach((dot, i) => mark(plot, dot, i % 2, inks)))
  const [, y = {}] = drawn.options.axes ?? []
  const weeks = room.width >= NARROW ? FORTNIGHT : 2 * FORTNIGHT
  const dates: uPlot.Axis = {
    stroke: inks.quiet, font: inks.font, size: room.paper ? 20 : 28, gap: room.paper ? 2 : 6, ticks: { show: false }, grid: { stroke: inks.line, width: 0.5 },
    splits: () => mondays(along.axis, weeks), values: (_plot, days) => days.map(along.nameOf),
  }
  return { ...drawn, options: { ...drawn.options, axes: [dates, y] } }
}

/** Who does not see colors tells these by their shape. Every other one stands lower, for days lie close together. */
function mark({ ctx, bbox, valToPos }: uPlot, { x, shape }: Dot, lower: number, { ink, quiet, card }: Inks): void {
  const [left, top, r] = [valToPos(x, 'x', true), bbox.top + bbox.height * (lower ? 0.72 : 0.28), 3.5 * devicePixelRatio]
  ctx.save()
  ctx.strokeStyle = shape === 'unmarked' ? quiet : ink
  ctx.fillStyle = ink
  ctx.lineWidth = 1.5 * devicePixelRatio
  shapes[shape](ctx, left, top, r, card)
  ctx.restore()
}

type Paint = (ctx: CanvasRenderingContext2D, x: number, y: number, r: number, blank: string) => void

const round = (ctx: CanvasRenderingContext2D, x: number, y: number, r: number, to = 2 * Math.PI, from = 0): void => {
  ctx.beginPath()
  ctx.arc(x, y, r, from, to)
}

const ring: Paint = (ctx, x, y, r, blank) => {
  const full = ctx.fillStyle
  ctx.fillStyle = blank
  round(ctx, x, y, r)
  ctx.fill()
  ctx.stroke()
  ctx.fillStyle = full
}

const shapes: Record<Shape, Paint> = {
  there: (ctx, x, y, r) => {
    round(ctx, x, y, r)
    ctx.fill()
  },
  partly: (ctx, x, y, r, blank) => {
    ring(ctx, x, y, r, blank)
    round(ctx, x, y, r, 1.5 * Math.PI, 0.5 * Math.PI)
    ctx.fill()
  },
  excused: ring,
  away: (ctx, x, y, r) => {
    ctx.beginPath()
    ctx.moveTo(x - r, y - r)
    ctx.lineTo(x + r, y + r)
    ctx.moveTo(x + r, y - r)
    ctx.lineTo(x - r, y + r)
    ctx.stroke()
  },
  unmarked: (ctx, x, y, r) => {
    ctx.beginPath()
    ctx.moveTo(x - r / 2, y)
    ctx.lineTo(x + r / 2, y)
    ctx.stroke()
  },
}
