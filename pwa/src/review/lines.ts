/** How the six weeks are drawn: craving as a full line with full dots, mood dashed with open dots. */
import type uPlot from 'uplot'
import type { Chart, Values } from './chart'
import type { Drawing, Inks } from './plot'

const HEIGHT = 240
const MONDAY = 4 // the first one of 1970, as a day number

const mondays = (days: readonly number[]): number[] => days.filter((day) => (day - MONDAY) % 7 === 0)

/** `nameOf` says a day number on the axis; `onPoint` hears the index of the day that is pointed at. */
export function linesOf(chart: Chart, inks: Inks, nameOf: (day: number) => string, onPoint: (at: number | undefined) => void): Drawing {
  const axis = { stroke: inks.quiet, font: inks.font, ticks: { show: false } }
  return {
    data: [chart.x, chart.craving, chart.mood],
    options: {
      height: HEIGHT,
      padding: [8, 24, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
      // Below 0 is the lane of the days without an answer.
      scales: { x: { time: false, range: (_plot, from, to) => [from - 0.6, to + 0.6] }, y: { range: [-1.4, 10.4] } },
      axes: [
        { ...axis, splits: () => mondays(chart.x), values: (_plot, days) => days.map(nameOf), grid: { show: false }, size: 28 },
        { ...axis, splits: () => [0, 5, 10], grid: { stroke: inks.line, width: 1 }, size: 30 },
      ],
      series: [{}, series(chart.craving, inks.accent, { fill: inks.accent }), series(chart.mood, inks.ink, { fill: inks.card, dash: [5, 4] })],
      hooks: {
        drawClear: [(plot) => shade(plot, chart.nothingDue, inks)],
        draw: [(plot) => cross(plot, chart.missed, inks)],
        setCursor: [(plot) => onPoint(plot.cursor.idx ?? undefined)],
      },
    },
  }
}

const series = (values: Values, stroke: string, { fill, dash }: { fill: string; dash?: number[] }): uPlot.Series => ({
  stroke,
  width: 2,
  ...(dash ? { dash } : {}),
  points: { show: true, size: 6, stroke, fill, width: 1.5, filter: () => values.flatMap((value, i) => (typeof value === 'number' ? [i] : [])) },
})

/** Days on which nothing was due lie in a shade. */
function shade({ ctx, bbox, valToPos }: uPlot, days: readonly number[], { sunk }: Inks): void {
  ctx.save()
  ctx.fillStyle = sunk
  for (const day of days) {
    // On whole pixels, or neighbors would show a seam.
    const [from = 0, to = 0] = [day - 0.5, day + 0.5].map((edge) => Math.round(valToPos(edge, 'x', true)))
    ctx.fillRect(from, bbox.top, to - from, bbox.height)
  }
  ctx.restore()
}

/** Missed days have a cross below the lines. */
function cross({ ctx, valToPos }: uPlot, days: readonly number[], { quiet }: Inks): void {
  const arm = 3 * devicePixelRatio
  const y = valToPos(-0.8, 'y', true)
  ctx.save()
  ctx.strokeStyle = quiet
  ctx.lineWidth = 1.5 * devicePixelRatio
  ctx.beginPath()
  for (const day of days) {
    const x = valToPos(day, 'x', true)
    ctx.moveTo(x - arm, y - arm)
    ctx.lineTo(x + arm, y + arm)
    ctx.moveTo(x + arm, y - arm)
    ctx.lineTo(x - arm, y + arm)
  }
  ctx.stroke()
  ctx.restore()
}
