/** How weeks are drawn: full for in time, hatched for late, only an outline for what was not answered. */
import type uPlot from 'uplot'
import type { WeekOut } from '../../shared/wire'
import type { Drawing, Inks, Room } from '../../ui/plot'

const HALF = 0.36

interface Bars {
  weeks: readonly WeekOut[]
  nameOf: (week: WeekOut) => string
  percent: (share: number) => string
}

export function barsOf({ weeks, nameOf, percent }: Bars, inks: Inks, { width, paper }: Room): Drawing {
  const axis = { stroke: inks.quiet, font: inks.font, ticks: { show: false } }
  const apart = width < 560 ? 3 : 1
  return {
    data: [weeks.map((_week, i) => i), weeks.map(() => null)],
    options: {
      height: paper ? 140 : 200,
      padding: [8, 8, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false, range: [-0.6, weeks.length - 0.4] }, y: { range: [0, 1] } },
      axes: [
        { ...axis, size: 28, grid: { show: false }, splits: () => weeks.flatMap((_week, i) => ((weeks.length - 1 - i) % apart === 0 ? [i] : [])), values: (_plot, at) => at.map((i) => (weeks[i] ? nameOf(weeks[i]) : '')) },
        { ...axis, size: 52, grid: { stroke: inks.line, width: 1 }, splits: () => [0, 0.5, 1], values: (_plot, at) => at.map(percent) },
      ],
      series: [{}, {}],
      hooks: { draw: [(plot) => weeks.forEach((week, i) => bar(plot, week, i, inks))] },
    },
  }
}

function bar(plot: uPlot, { due, answered, late }: WeekOut, i: number, inks: Inks): void {
  const { ctx } = plot
  const [left, right, floor] = [plot.valToPos(i - HALF, 'x', true), plot.valToPos(i + HALF, 'x', true), plot.valToPos(0, 'y', true)].map(Math.round) as [number, number, number]
  const top = (share: number) => Math.round(plot.valToPos(share, 'y', true))
  ctx.save()
  ctx.lineWidth = devicePixelRatio
  if (due === 0) dash(ctx, (left + right) / 2, floor - 6 * devicePixelRatio, inks)
  else {
    const [inTime, all] = [top(answered / due), top((answered + late) / due)]
    ctx.fillStyle = inks.accent
    ctx.fillRect(left, inTime, right - left, floor - inTime)
    hatch(ctx, left, all, right - left, inTime - all, inks)
    ctx.strokeStyle = inks.quiet
    ctx.strokeRect(left, top(1), right - left, floor - top(1))
  }
  ctx.restore()
}

/** Nothing was due: no bar, not an empty one. */
function dash(ctx: CanvasRenderingContext2D, x: number, y: number, { quiet }: Inks): void {
  const arm = 6 * devicePixelRatio
  ctx.strokeStyle = quiet
  ctx.lineWidth = 2 * devicePixelRatio
  ctx.beginPath()
  ctx.moveTo(x - arm, y)
  ctx.lineTo(x + arm, y)
  ctx.stroke()
}

function hatch(ctx: CanvasRenderingContext2D, x: number, y: number, width: number, height: number, { accent }: Inks): void {
  if (height <= 0) return
  ctx.save()
  ctx.beginPath()
  ctx.rect(x, y, width, height)
  ctx.clip()
  ctx.strokeStyle = accent
  ctx.lineWidth = 1.5 * devicePixelRatio
  ctx.beginPath()
  for (let from = -height; from < width; from += 5 * devicePixelRatio) {
    ctx.moveTo(x + from, y + height)
    ctx.lineTo(x + from + height, y)
  }
  ctx.stroke()
  ctx.restore()
}
